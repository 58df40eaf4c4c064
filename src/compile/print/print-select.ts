import { type OperationNode, ParensNode, type SelectQueryNode } from 'kysely'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { withUntypedDates } from '../nodes/untyped-dates.js'
import { builders, type Doc, type Print, render } from './doc.js'
import {
  aggregateCall,
  binary,
  caseWhen,
  cast,
  jsonChain,
  list,
  logical,
  operand,
  operator,
  over,
  raw,
} from './expressions.js'
import { literal } from './literal.js'
import type { Nodes } from './nodes.js'
import { needsParens, unwrapParens } from './operand.js'
import { commonTable, joinClause, select, setOperation, withClause } from './queries.js'

const { group, hardline, indent, join, line, softline } = builders

const commas = (nodes: readonly OperationNode[], print: Print): Doc => join(', ', nodes.map(print))

/** Docs beside each other. Texts become one text, as most of a query is names and each part of a doc takes time. */
const beside = (...docs: readonly Doc[]): Doc =>
  docs.every((doc) => typeof doc === 'string') ? docs.join('') : [...docs]

const clause = (word: string, items: readonly OperationNode[], print: Print): Doc =>
  group([`${word} `, indent(join([',', line], items.map(print)))])

/** Kysely passes `asc` and `desc` as raw SQL; any other raw text there keeps its case. */
const direction = (doc: Doc): Doc =>
  Array.isArray(doc) ? doc.map(direction) : doc === 'asc' || doc === 'desc' ? doc.toUpperCase() : doc

/** Values without a literal were reported before anything is printed. */
const value = (v: unknown): Doc => literal(v) ?? 'NULL'

const PRINTERS: { readonly [Kind in keyof Nodes]: (node: Nodes[Kind], print: Print) => Doc } = {
  AggregateFunctionNode: aggregateCall,
  AliasNode: (n, print) => beside(print(n.node), ' AS ', print(n.alias)),
  AndNode: logical,
  BinaryOperationNode: binary,
  CaseNode: caseWhen,
  CastNode: cast,
  CollateNode: (n) => `COLLATE ${quoteIdentifier(n.collation.name)}`,
  ColumnNode: (n, print) => print(n.column),
  CommonTableExpressionNameNode: (n, print) => [
    print(n.table),
    n.columns ? [' (', commas(n.columns, print), ')'] : '',
  ],
  CommonTableExpressionNode: commonTable,
  DataTypeNode: (n) => n.dataType,
  FetchNode: (n, print) => ['FETCH NEXT ', print(n.rowCount), ` ROWS ${n.modifier.toUpperCase()}`],
  FromNode: (n, print) => ['FROM ', join([',', hardline], n.froms.map(print))],
  FunctionNode: (n, print) => [n.func, n.arguments.length === 0 ? '()' : list(n.arguments.map(print))],
  GroupByItemNode: (n, print) => print(n.groupBy),
  GroupByNode: (n, print) => clause('GROUP BY', n.items, print),
  HavingNode: (n, print) => group(['HAVING ', indent(print(n.having))]),
  IdentifierNode: (n) => quoteIdentifier(n.name),
  JoinNode: joinClause,
  JSONOperatorChainNode: jsonChain,
  JSONReferenceNode: (n, print) => [print(n.reference), print(n.traversal)],
  LimitNode: (n, print) => ['LIMIT ', print(n.limit)],
  ListNode: (n, print) => commas(n.items, print),
  OffsetNode: (n, print) => ['OFFSET ', print(n.offset)],
  OnNode: (n, print) => group(['ON ', indent(print(n.on))]),
  OperatorNode: (n) => operator(n.operator),
  OrderByItemNode: (n, print) => [
    print(n.orderBy),
    n.collation ? [' ', print(n.collation)] : '',
    n.direction ? [' ', direction(print(n.direction))] : '',
    n.nulls ? ` NULLS ${n.nulls.toUpperCase()}` : '',
  ],
  OrderByNode: (n, print) => clause('ORDER BY', n.items, print),
  OrNode: logical,
  OverNode: over,
  ParensNode: (n, print) => {
    const inner = unwrapParens(n)
    if (!ParensNode.is(inner)) return print(inner)
    return needsParens(inner.node) ? ['(', indent(print(inner.node)), ')'] : print(inner.node)
  },
  PartitionByItemNode: (n, print) => print(n.partitionBy),
  PartitionByNode: (n, print) => clause('PARTITION BY', n.items, print),
  PrimitiveValueListNode: (n) => list(n.values.map(value)),
  RawNode: raw,
  ReferenceNode: (n, print) => (n.table ? beside(print(n.table), '.', print(n.column)) : print(n.column)),
  SchemableIdentifierNode: (n, print) =>
    n.schema ? beside(print(n.schema), '.', print(n.identifier)) : print(n.identifier),
  SelectAllNode: () => '*',
  SelectionNode: (n, print) => print(n.selection),
  SelectModifierNode: (n, print) => (n.rawModifier ? print(n.rawModifier) : (n.modifier ?? '').toUpperCase()),
  SelectQueryNode: (n, print) => group(['(', indent([softline, select(n, print, false)]), softline, ')']),
  SetOperationNode: setOperation,
  TableNode: (n, print) => print(n.table),
  TupleNode: (n, print) => list(n.values.map(print)),
  UnaryOperationNode: (n, print) => {
    const word = print(n.operator)
    return [word, word === '-' ? '' : ' ', operand(n.operand, print)]
  },
  ValueListNode: (n, print) => list(n.values.map(print)),
  ValueNode: (n) => value(n.value),
  ValuesNode: (n, print) => ['VALUES ', join(', ', n.values.map(print))],
  WhenNode: (n, print) =>
    group([
      'WHEN ',
      indent(print(unwrapParens(n.condition))),
      n.result ? [' THEN ', print(unwrapParens(n.result))] : '',
    ]),
  WhereNode: (n, print) => group(['WHERE ', indent(print(unwrapParens(n.where)))]),
  WithNode: withClause,
}

/** What goes around the text of a node, if anything. */
export type Around = (node: OperationNode, doc: Doc) => Doc

const printing = (around: Around): Print => {
  const print: Print = (written) => {
    const node = withUntypedDates(written)
    const printer = PRINTERS[node.kind as keyof Nodes] as (node: OperationNode, print: Print) => Doc
    return around(node, printer(node, print))
  }
  return print
}

const printPlain = printing((_, doc) => doc)

/** A checked and lowered query as SQL text, formatted to be read. */
export const printSelect = (node: SelectQueryNode): string => render(select(node, printPlain, true))

/** The same, with additions around the text of some nodes. */
export const printAround = (node: SelectQueryNode, around: Around): string =>
  render(around(node, select(node, printing(around), true)))
