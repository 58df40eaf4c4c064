import {
  AggregateFunctionNode,
  type AliasableExpression,
  type Expression,
  FunctionNode,
  type OperationNode,
  RawNode,
} from 'kysely'
import { wrap } from '../idioms/expression.js'
import { type FrameSettings, frameText } from './frame.js'

/** One item of the order in a window. */
export interface FrameOrder {
  readonly by: Expression<unknown>
  readonly direction: 'asc' | 'desc'
  /** Default as in SQL: NULL is the greatest value. */
  readonly nulls?: 'first' | 'last'
}

export interface OverFrameSettings extends FrameSettings {
  /** Expressions whose values are the same in all rows of a partition; none for a single partition. */
  readonly partitionBy?: readonly Expression<unknown>[]
  /** ROWS and GROUPS count in this order. RANGE with a distance needs exactly one item. */
  readonly orderBy?: readonly FrameOrder[]
}

/**
 * A window function or an aggregate over a frame of rows around each row. It never changes which rows there are. A count
 * over an empty frame is 0, other aggregates are NULL.
 *
 * Without `rows`, `range` or `groups` the frame is SQL's: with an order, everything up to the current row and its peers.
 * A RANGE frame up to `'current row'` includes the peers, the rows with the same time; `exclude: 'group'` leaves them
 * out. A ROWS frame counts rows, so its order must be total where the store is certified (FS224).
 *
 * @param call a call without `.over()`: `eb.fn.count('price')`, `minWhere(…)`, `eb.fn.agg('lag', ['price'])`.
 * @example
 * mean_30d: column('Mean price of the 30 days before, without the row and its peers.', overFrame(eb.fn.avg('price'), {
 *   partitionBy: [eb.ref('region')],
 *   orderBy: [{ by: eb.ref('sold_at'), direction: 'asc' }],
 *   range: ['30 days preceding', 'current row'],
 *   exclude: 'group',
 * }))
 */
export function overFrame<T>(call: Expression<T>, settings: OverFrameSettings): AliasableExpression<T> {
  const node = call?.toOperationNode?.()
  if (!node || !AggregateFunctionNode.is(node) || node.over)
    throw new TypeError(
      'overFrame() takes a call of a window function or an aggregate first, without .over()',
    )
  const { partitionBy = [], orderBy = [], ...frame } = settings
  const clauses = [
    listed(
      'PARTITION BY ',
      partitionBy.map((one) => [one, ''] as const),
    ),
    listed('ORDER BY ', orderBy.map(orderItem)),
    [frameText(frame)],
  ]
  return wrap(
    joined([
      ...callParts(node),
      ' OVER (',
      ...separated(
        clauses.filter(([first]) => first !== ''),
        ' ',
      ),
      ')',
    ]),
  )
}

type Piece = string | OperationNode

/** Kysely has no frames, so the window is text. Its call must not be an aggregate to those who look for aggregates. */
function callParts(node: AggregateFunctionNode): Piece[] {
  const { func, aggregated, distinct, orderBy, withinGroup, filter } = node
  if (distinct || orderBy || withinGroup)
    throw new TypeError(
      `overFrame(${func}()): Postgres has no DISTINCT and no ORDER BY in a call over a window`,
    )
  const plain = FunctionNode.create(func, aggregated)
  return filter ? [plain, ' FILTER (WHERE ', filter.where, ')'] : [plain]
}

function orderItem({ by, direction, nulls }: FrameOrder): readonly [Expression<unknown>, string] {
  if (direction !== 'asc' && direction !== 'desc')
    throw new TypeError(
      `overFrame(): the direction must be 'asc' or 'desc', got ${JSON.stringify(direction)}`,
    )
  if (nulls !== undefined && nulls !== 'first' && nulls !== 'last')
    throw new TypeError(`overFrame(): nulls must be 'first' or 'last', got ${JSON.stringify(nulls)}`)
  return [by, `${direction === 'desc' ? ' DESC' : ''}${nulls ? ` NULLS ${nulls.toUpperCase()}` : ''}`]
}

const listed = (words: string, items: readonly (readonly [Expression<unknown>, string])[]): Piece[] => [
  items.length > 0 ? words : '',
  ...separated(
    items.map(([of, after]) => [of.toOperationNode(), after]),
    ', ',
  ),
]

const separated = (lists: readonly (readonly Piece[])[], by: string): Piece[] =>
  lists.flatMap((pieces, at) => (at === 0 ? pieces : [by, ...pieces]))

/** Raw SQL of text and nodes in turn. */
function joined(pieces: readonly Piece[]): RawNode {
  const texts = ['']
  const nodes: OperationNode[] = []
  for (const piece of pieces) {
    if (typeof piece === 'string') texts[nodes.length] += piece
    else {
      nodes.push(piece)
      texts.push('')
    }
  }
  return RawNode.create(texts, nodes)
}
