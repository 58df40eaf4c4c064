import {
  type AliasableExpression,
  AliasNode,
  AndNode,
  ColumnNode,
  expressionBuilder,
  FromNode,
  IdentifierNode,
  JoinNode,
  type OperationNode,
  RawNode,
  ReferenceNode,
  SelectionNode,
  type SelectQueryNode,
  TableNode,
  WhereNode,
} from 'kysely'
import type { CallSite } from '../call-site.js'
import { type Columns, madeColumns } from '../column.js'
import { binary, wrap } from '../idioms/expression.js'
import { type Query, query } from '../layer.js'
import type { PointInTimeDeclaration, Relation } from '../relation.js'
import type { DefineColumns } from './settings.js'

/** Name of the left relation, and of one of its rows in expressions. */
const BASE = 'base'
/** Name of the facts, and of one of them in expressions. */
const FACT = 'fact'

export const columnOf = (table: string, column: string): ReferenceNode =>
  ReferenceNode.create(ColumnNode.create(column), TableNode.create(table))

/** A column of the left row. */
export const left = (column: string): AliasableExpression<unknown> => wrap(columnOf(BASE, column))

/** A column of a fact. */
export const fact = (column: string): AliasableExpression<unknown> => wrap(columnOf(FACT, column))

export const TRUE = RawNode.createWithSql('true')

export const named = (node: OperationNode, name: string): SelectionNode =>
  SelectionNode.create(AliasNode.create(node, IdentifierNode.create(name)))

type Key = Readonly<Record<string, string | undefined>>

export const leftColumns = (key: Key, t0: string): readonly string[] =>
  [...Object.values(key ?? {}), t0].filter((column) => column !== undefined)

export const timesOf = (
  at: string,
  t0: string,
  knownAt: string | undefined,
): PointInTimeDeclaration['times'] => ({
  at: [FACT, at],
  t0: [BASE, t0],
  ...(knownAt !== undefined && { knownAt: [FACT, knownAt] }),
})

/** The conditions that facts belong to the left row and were known by its T0. Each is a plain comparison. */
export const belongs = (key: Key, t0: string, knownAt: string | undefined): OperationNode[] => [
  ...Object.entries(key ?? {}).flatMap(([of, onto]) =>
    onto === undefined ? [] : [binary(fact(of), '=', left(onto)).toOperationNode()],
  ),
  ...(knownAt === undefined ? [] : [binary(fact(knownAt), '<=', left(t0)).toOperationNode()]),
]

/** How a helper reads the facts of one left row. */
export interface Visit {
  /** Name of the rows that it gives. */
  readonly alias: string
  readonly join: 'LateralLeftJoin' | 'LateralInnerJoin'
  readonly where: readonly OperationNode[]
  /** What it selects besides the columns. */
  readonly selections?: readonly SelectionNode[]
  readonly clauses?: Pick<SelectQueryNode, 'orderBy' | 'limit' | 'having'>
  /** What the reader of the visit makes of one of its columns. */
  readonly read?: (column: OperationNode) => OperationNode
  /** Columns of the result that come before those of the facts. */
  readonly before?: readonly (readonly [name: string, comment: string, node: OperationNode])[]
}

interface OverFacts<Left, Fact, C extends Columns> {
  readonly name: string
  readonly comment: string
  readonly site: CallSite
  readonly onto: Relation<Left>
  readonly of: Relation<Fact>
  readonly define: DefineColumns<Left, Fact, C>
  /** Called with the columns, because a visit may depend on them. */
  readonly visit: (columns: C) => Visit & Omit<PointInTimeDeclaration, 'columns'>
}

/**
 * A layer with every row of the left relation, each beside what one visit to its facts gives: `base.*` and the columns,
 * joined laterally ON TRUE.
 */
export function overFacts<Left, Fact, C extends Columns, Row>(parts: OverFacts<Left, Fact, C>): Query<Row> {
  const { name, comment, site, onto, of, define } = parts
  const declaration = {
    kind: 'layer',
    name,
    comment,
    site,
    inputs: { [BASE]: onto?.declaration, [FACT]: of?.declaration },
    steps: [],
    descriptions: {},
  } as const
  try {
    const columns = madeColumns(define(expressionBuilder<{ fact: Fact; base: Left }, 'fact' | 'base'>()))
    const {
      alias,
      join,
      where,
      selections = [],
      clauses,
      read,
      before = [],
      ...pointInTime
    } = parts.visit(columns)
    // A query over settings with faults would have errors that only follow from them.
    if (pointInTime.faults.length > 0)
      return query({ ...declaration, pointInTime: { ...pointInTime, columns } })
    const visit: SelectQueryNode = {
      kind: 'SelectQueryNode',
      from: FromNode.create([TableNode.create(FACT)]),
      selections: [...selections, ...Object.entries(columns).map(([as, { node }]) => named(node, as))],
      where: WhereNode.create(where.reduce((all, one) => AndNode.create(all, one))),
      ...clauses,
    }
    const own = Object.keys(columns).map((as) => {
      const given = columnOf(alias, as)
      return named(read ? read(given) : given, as)
    })
    return query({
      ...declaration,
      query: {
        kind: 'SelectQueryNode',
        from: FromNode.create([TableNode.create(BASE)]),
        joins: [JoinNode.createWithOn(join, AliasNode.create(visit, IdentifierNode.create(alias)), TRUE)],
        selections: [
          SelectionNode.createSelectAllFromTable(TableNode.create(BASE)),
          ...before.map(([as, , node]) => named(node, as)),
          ...own,
        ],
      },
      calls: Object.values(columns),
      descriptions: Object.fromEntries([
        ...before.map(([as, sentence]) => [as, sentence]),
        ...Object.entries(columns).map(([as, one]) => [as, one.comment]),
      ]),
      pointInTime: { ...pointInTime, columns },
    })
  } catch (error) {
    return query({ ...declaration, thrown: error instanceof Error ? error : new Error(String(error)) })
  }
}
