import {
  type AggregateFunctionNode,
  AndNode,
  type BinaryOperationNode,
  type CaseNode,
  type CastNode,
  type JSONOperatorChainNode,
  type OperationNode,
  OrNode,
  type OverNode,
  ParensNode,
  RawNode,
} from 'kysely'
import { printedPieces } from '../facts/raw-fragment.js'
import { builders, type Doc, type Print } from './doc.js'
import { endsInText, isBareRight, needsParens, unwrapParens } from './operand.js'

const { group, indent, join, line, softline } = builders

/** `(a, b)`, with one item per line when it does not fit. */
export const list = (docs: readonly Doc[], open = '(', close = ')'): Doc =>
  group([open, indent([softline, join([',', line], [...docs])]), softline, close])

const bracketed = (node: OperationNode, print: Print): Doc => ['(', indent(print(node)), ')']

/** A node beside an operator. */
export function operand(node: OperationNode, print: Print): Doc {
  const inner = unwrapParens(node)
  // Brackets around raw text are kept, so no others are needed.
  return !ParensNode.is(inner) && needsParens(inner) ? bracketed(inner, print) : print(inner)
}

const flatten = (node: OperationNode, kind: 'AndNode' | 'OrNode'): OperationNode[] => {
  const inner = unwrapParens(node)
  if (inner.kind !== kind) return [inner]
  const { left, right } = inner as AndNode | OrNode
  return [...flatten(left, kind), ...flatten(right, kind)]
}

/** A condition beside AND or OR, which bind less tightly than every other operator. */
const condition = (node: OperationNode, print: Print): Doc => {
  if (AndNode.is(node) || OrNode.is(node) || RawNode.is(node)) return operand(node, print)
  return endsInText(node) ? bracketed(node, print) : print(node)
}

export const logical = (node: AndNode | OrNode, print: Print): Doc => {
  const word = node.kind === 'AndNode' ? 'AND ' : 'OR '
  const [first, ...rest] = flatten(node, node.kind).map((part) => condition(part, print))
  return group([first ?? '', ...rest.map((part) => [line, word, part])])
}

const OPERATOR_WORDS = /[a-z]/

export function binary(node: BinaryOperationNode, print: Print): Doc {
  const operator = print(node.operator)
  const right = unwrapParens(node.rightOperand)
  if (String(operator).startsWith('BETWEEN') && right.kind === 'AndNode') {
    const { left: low, right: high } = right as AndNode
    return [
      operand(node.leftOperand, print),
      ` ${operator} `,
      operand(low, print),
      ' AND ',
      operand(high, print),
    ]
  }
  const isBare = isBareRight(node.operator, node.rightOperand)
  const printed = isBare ? print(right) : operand(node.rightOperand, print)
  return group([operand(node.leftOperand, print), ' ', operator, ' ', printed])
}

export const operator = (text: string): string => (OPERATOR_WORDS.test(text) ? text.toUpperCase() : text)

export const caseWhen = (node: CaseNode, print: Print): Doc =>
  group([
    node.value ? ['CASE ', print(node.value)] : 'CASE',
    indent((node.when ?? []).map((when) => [line, print(when)])),
    node.else ? indent([line, 'ELSE ', print(unwrapParens(node.else))]) : '',
    line,
    'END',
  ])

export const cast = (node: CastNode, print: Print): Doc => [
  operand(node.expression, print),
  '::',
  print(node.dataType),
]

export const aggregateCall = (node: AggregateFunctionNode, print: Print): Doc => {
  const items = node.aggregated.map((item) => print(item))
  return [
    node.func,
    group([
      '(',
      node.distinct ? 'DISTINCT ' : '',
      join(', ', items),
      node.orderBy ? [' ', print(node.orderBy)] : '',
      ')',
    ]),
    node.withinGroup ? [' WITHIN GROUP (', print(node.withinGroup), ')'] : '',
    node.filter ? [' FILTER (', print(node.filter), ')'] : '',
    node.over ? [' ', print(node.over)] : '',
  ]
}

export const over = (node: OverNode, print: Print): Doc => {
  const parts = [node.partitionBy, node.orderBy].flatMap((part) => (part ? [print(part)] : []))
  return group(['OVER (', join(' ', parts), ')'])
}

/**
 * Raw text. Nodes nested in it get brackets unless they are units, because the text around them could bind to a part of
 * them. Comments are left out, because a comment at the end of a fragment would swallow what follows.
 */
export const raw = (node: RawNode, print: Print): Doc =>
  printedPieces(node).map((piece) => (typeof piece === 'string' ? piece : operand(piece, print)))

export const jsonChain = (node: JSONOperatorChainNode, print: Print): Doc =>
  node.values.map((value, i) => [i === node.values.length - 1 ? print(node.operator) : '->', print(value)])
