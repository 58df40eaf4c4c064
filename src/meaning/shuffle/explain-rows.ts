import type { RowDifference } from '../../model/view-shuffle.js'
import type { Odd, OddRow } from './read-view.js'

/** Number of columns that identify a row of an example. */
const MOST_WHERE = 3

/**
 * An example of how two readings differ: the two rows, one of each, that have the most in common. Which rows belong
 * together is not known, as a view has no declared key.
 */
export function explainRows({ rows, lost, gained }: Odd, columns: readonly string[]): RowDifference {
  const gone = rows.filter(({ before, after }) => before > after)
  const come = rows.filter(({ before, after }) => before < after)
  let most = 0
  let pair: readonly [OddRow, OddRow] | undefined
  for (const before of gone) {
    for (const after of come) {
      const alike = before.cells.filter((cell, at) => cell !== null && cell === after.cells[at]).length
      if (alike > most) [most, pair] = [alike, [before, after]]
    }
  }
  const total = Math.max(lost, gained)
  if (!pair) return { rows: total, where: [], columns: alone(gone[0], come[0], columns) }
  const [before, after] = pair
  const named = columns.map((name, at) => ({
    name,
    before: before.cells[at] ?? null,
    after: after.cells[at] ?? null,
  }))
  return {
    rows: total,
    where: named
      .filter((cell) => cell.before !== null && cell.before === cell.after)
      .slice(0, MOST_WHERE)
      .map(({ name, before: value }) => ({ name, value })),
    columns: named.filter((cell) => cell.before !== cell.after),
  }
}

/** If the rows have nothing in common: one row of each reading, or of the reading that has more. */
const alone = (
  before: OddRow | undefined,
  after: OddRow | undefined,
  columns: readonly string[],
): RowDifference['columns'] =>
  columns.map((name, at) => ({
    name,
    ...(before && { before: before.cells[at] ?? null }),
    ...(after && { after: after.cells[at] ?? null }),
  }))
