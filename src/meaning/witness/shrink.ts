import { simplerValues } from './simpler-values.js'
import { countRows, type SourceRows, type TextRow } from './source-rows.js'

export interface ShrinkSettings {
  /** Names of columns that rows are joined by: a value is replaced in all sources at once. */
  readonly joinedBy: ReadonlySet<string>
  /** Labels of an enum, by its type as SQL writes it. */
  readonly labels: ReadonlyMap<string, readonly string[]>
  /** How often the rows may be read. */
  readonly most: number
}

/**
 * Makes rows smaller while they still show what they show: leaves rows out, sets values to NULL, renumbers keys and makes
 * values simpler. The result is small, though not the smallest in every case.
 *
 * @param shows whether some rows still show it.
 */
export async function shrink(
  rows: readonly SourceRows[],
  shows: (rows: readonly SourceRows[]) => Promise<boolean>,
  settings: ShrinkSettings,
): Promise<readonly SourceRows[]> {
  const attempts = new Attempts(rows, shows, settings.most)
  await removeRows(attempts)
  await emptyColumns(attempts)
  await renumber(attempts, settings.joinedBy)
  await simplify(attempts, settings)
  await removeRows(attempts)
  return attempts.best
}

/** The best rows so far, and how many attempts are left. */
class Attempts {
  best: readonly SourceRows[]
  readonly #shows: (rows: readonly SourceRows[]) => Promise<boolean>
  #left: number

  constructor(
    rows: readonly SourceRows[],
    shows: (rows: readonly SourceRows[]) => Promise<boolean>,
    most: number,
  ) {
    this.best = rows
    this.#shows = shows
    this.#left = most
  }

  /** Keeps a candidate that still shows it. */
  async accepts(candidate: readonly SourceRows[]): Promise<boolean> {
    if (this.#left === 0) return false
    this.#left -= 1
    const shows = await this.#shows(candidate)
    if (shows) this.best = candidate
    return shows
  }
}

/** Leaves out half of the rows, then smaller pieces, down to single rows. */
async function removeRows(attempts: Attempts): Promise<void> {
  for (
    let size = Math.ceil(countRows(attempts.best) / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  )
    for (let at = 0; at < countRows(attempts.best);)
      if (!(await attempts.accepts(withoutRows(attempts.best, at, at + size)))) at += size
}

/** The rows are counted through all sources. */
function withoutRows(all: readonly SourceRows[], from: number, to: number): readonly SourceRows[] {
  let at = 0
  return all.map(({ source, rows }) => ({
    source,
    rows: rows.filter(() => {
      const isOut = at >= from && at < to
      at += 1
      return !isOut
    }),
  }))
}

const canBeNull = ({ source }: SourceRows, column: number): boolean => {
  const found = source.columns[column]
  return found !== undefined && found.nullable && !source.key.includes(found.name)
}

const withCells = (
  all: readonly SourceRows[],
  replace: (value: string | null, source: number, row: number, column: number) => string | null,
): readonly SourceRows[] =>
  all.map(({ source, rows }, at) => ({
    source,
    rows: rows.map((cells, row): TextRow => cells.map((value, column) => replace(value, at, row, column))),
  }))

/** Sets whole columns to NULL. */
async function emptyColumns(attempts: Attempts): Promise<void> {
  for (const [source, of] of attempts.best.entries())
    for (const column of of.source.columns.keys())
      if (canBeNull(of, column) && attempts.best[source]?.rows.some((row) => row[column] !== null))
        await attempts.accepts(
          withCells(attempts.best, (value, s, _, c) => (s === source && c === column ? null : value)),
        )
}

/** Replaces the values that rows are joined by with 1, 2, …, in all sources at once. */
async function renumber(attempts: Attempts, joinedBy: ReadonlySet<string>): Promise<void> {
  for (const name of joinedBy) {
    const values = new Set<string>()
    withCells(attempts.best, (value, source, _, column) => {
      if (value !== null && attempts.best[source]?.source.columns[column]?.name === name) values.add(value)
      return value
    })
    const numbers = [...values].toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    if (!numbers.every((value) => /^-?\d+$/.test(value))) continue
    const replacements = new Map(numbers.map((value, at) => [value, String(at + 1)]))
    await attempts.accepts(
      withCells(attempts.best, (value, source, _, column) =>
        attempts.best[source]?.source.columns[column]?.name === name
          ? (replacements.get(value ?? '') ?? value)
          : value,
      ),
    )
  }
}

/** Makes single values NULL, or simpler as long as a simpler one will do. */
async function simplify(attempts: Attempts, { joinedBy, labels }: ShrinkSettings): Promise<void> {
  for (const [source, of] of attempts.best.entries())
    for (const row of of.rows.keys())
      for (const [column, { name, type }] of of.source.columns.entries()) {
        const current = (): string | null | undefined => attempts.best[source]?.rows[row]?.[column]
        const becomes = (value: string | null): Promise<boolean> =>
          attempts.accepts(
            withCells(attempts.best, (old, s, r, c) =>
              s === source && r === row && c === column ? value : old,
            ),
          )
        if (typeof current() !== 'string' || (canBeNull(of, column) && (await becomes(null)))) continue
        if (joinedBy.has(name)) continue
        for (let value = current(); typeof value === 'string';) {
          const before: string = value
          for (const simpler of simplerValues(type, before, labels.get(type)))
            if (await becomes(simpler)) break
          value = current()
          if (value === before) break
        }
      }
}
