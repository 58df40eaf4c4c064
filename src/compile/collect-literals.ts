import {
  BinaryOperationNode,
  ColumnNode,
  type OperationNode,
  PrimitiveValueListNode,
  RawNode,
  ReferenceNode,
  ValueNode,
} from 'kysely'
import type { Declaration } from '../declare/relation.js'
import { fragmentOf } from './facts/raw-fragment.js'
import { walk } from './nodes/walk.js'

/** Constants that the queries of a project mention. */
export interface Literals {
  readonly numbers: readonly number[]
  readonly texts: readonly string[]
  /** Constants that are compared with a column, by its name. */
  readonly beside: ReadonlyMap<string, readonly (number | string)[]>
}

/** The constants of some declarations, each once, in a fixed order. */
export function collectLiterals(declarations: readonly Declaration[]): Literals {
  const found = new Set<number | string>()
  const beside = new Map<string, Set<number | string>>()
  for (const root of declarations.flatMap(nodesOf)) {
    walk(root, (node) => {
      for (const value of constantsOf(node)) found.add(value)
      if (!BinaryOperationNode.is(node) || !ReferenceNode.is(node.leftOperand)) return
      const { column } = node.leftOperand
      if (!ColumnNode.is(column)) return
      const { name } = column.column
      const values = beside.get(name) ?? new Set()
      beside.set(name, values)
      // BETWEEN has its bounds below an AND.
      walk(node.rightOperand, (child) => constantsOf(child).forEach((value) => values.add(value)))
    })
  }
  return {
    numbers: [...found].filter((value) => typeof value === 'number').toSorted((a, b) => a - b),
    texts: [...found].filter((value) => typeof value === 'string').toSorted(),
    beside: new Map([...beside].map(([name, values]) => [name, [...values]])),
  }
}

const isConstant = (value: unknown): value is number | string =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

function constantsOf(node: OperationNode): (number | string)[] {
  if (ValueNode.is(node)) return [node.value].flat().filter(isConstant)
  if (PrimitiveValueListNode.is(node)) return node.values.filter(isConstant)
  if (!RawNode.is(node)) return []
  return fragmentOf(node).tokens.flatMap(({ kind, text }): (number | string)[] => {
    if (kind === 'number') return [Number(text)].filter(isConstant)
    return kind === 'string' && text.startsWith("'") ? [text.slice(1, -1).replaceAll("''", "'")] : []
  })
}

function nodesOf(declaration: Declaration): readonly OperationNode[] {
  switch (declaration.kind) {
    case 'source':
    case 'reference':
      return []
    case 'aggregate':
      return Object.values(declaration.columns).map(({ node }) => node)
    case 'layer':
    case 'view': {
      const steps = declaration.steps.flatMap(({ columns }) => Object.values(columns).map(({ node }) => node))
      return declaration.query ? [declaration.query, ...steps] : steps
    }
  }
}
