import type { Node, QueryLevel } from '../../pgtree/index.js'

/** How a column equals an output column of a view. */
export interface Pin {
  /** A condition makes them equal, and so lets no NULL through; it is not just a select list that passes the column on. */
  readonly joined: boolean
  /** An outer join may put a NULL in place of the output column. */
  readonly extended: boolean
}

/** The output columns of a view that a column equals in every row that matters. */
export type Pins = ReadonlyMap<string, Pin>

/** A column of a query's range table: its entry and its number. */
export type ColumnKey = `${number}.${number}`

export const columnKey = ({ varno, varattno }: Pick<Node<'VAR'>, 'varno' | 'varattno'>): ColumnKey =>
  `${varno}.${varattno}`

export const entryOfKey = (key: ColumnKey): number => Number(key.slice(0, key.indexOf('.')))

/** A query with what is known of the columns of its range table. */
export interface PinScope extends QueryLevel<PinScope> {
  readonly pins: Map<ColumnKey, Pins>
}

/** Of two ways in which the same two columns are equal, the one that says more counts; they are never combined. */
const rank = ({ joined, extended }: Pin): number => (joined ? 2 : 0) + (extended ? 0 : 1)

/** Both together; the first one itself when the second adds nothing. */
export function merge(
  first: Pins | undefined,
  second: Pins | undefined,
  change: Partial<Pin> = {},
): Pins | undefined {
  if (second === undefined) return first
  let merged: Map<string, Pin> | undefined
  for (const [output, pin] of second) {
    const before = (merged ?? first)?.get(output)
    const after = { ...pin, ...change }
    if (before !== undefined && rank(before) >= rank(after)) continue
    merged ??= new Map(first)
    merged.set(output, after)
  }
  return merged ?? first
}
