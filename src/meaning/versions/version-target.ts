import type { WitnessOutput } from '../../model/change-verdict.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Reading, Sign, Target } from '../witness/target.js'

/** A view of which two versions are compared. */
export interface ComparedView extends RelationName {
  /** Columns that tell its rows apart, the same in both versions; shown with each difference. */
  readonly key: readonly string[]
  /** Columns of both versions that are not known to be the same. */
  readonly columns: readonly string[]
  /** Columns that are known to be the same; with the key, the rows are compared by them. */
  readonly same: readonly string[]
  /** Whether the set of rows is not known to be the same. */
  readonly rows: boolean
}

/** What a target calls the set of rows. No column has an empty name. */
export const ROWS = ''

/** The target that shows in which columns two versions of a view differ, and whether their rows do. */
export function versionTarget(view: ComparedView, before: RelationName, after: RelationName): Target {
  const wanted = [...(view.rows ? [ROWS] : []), ...view.columns]
  const identity = identityOf(view)
  const over = (columns: readonly string[], old: RelationName, now: RelationName): Target => ({
    queries: [old, now].map((relation) => readQuery(relation, [...identity, ...columns])),
    signs: (readings) => signsOf(readings, identity.length, columns),
    wanted: columns.length > 0 ? columns : [ROWS],
  })
  return {
    ...over(view.columns, before, after),
    wanted,
    narrowed: (of) => {
      const columns = of === ROWS ? [] : [of]
      return { ...over(columns, before, after), control: over(columns, before, before) }
    },
  }
}

/** Columns by which rows of both versions are matched. */
const identityOf = ({ key, same }: ComparedView): readonly string[] => [...new Set([...key, ...same])]

const readQuery = (relation: RelationName, columns: readonly string[]): string =>
  `SELECT ARRAY[${columns.map((name) => `t.${quoteIdentifier(name)}::text`).join(', ')}]::text[] AS row FROM ${quoteRelation(relation)} AS t`

type Row = readonly (string | null)[]

/** The rows of both versions with the same values in the columns by which they are matched. */
interface Match {
  readonly before: Row[]
  readonly after: Row[]
}

function matchesOf(before: readonly Row[], after: readonly Row[], width: number): readonly Match[] {
  const matches = new Map<string, Match>()
  const matchOf = (row: Row): Match => {
    const key = JSON.stringify(row.slice(0, width))
    const found = matches.get(key) ?? { before: [], after: [] }
    matches.set(key, found)
    return found
  }
  for (const row of before) matchOf(row).before.push(row)
  for (const row of after) matchOf(row).after.push(row)
  return [...matches.values()]
}

/** All values of a column, sorted, as one text. */
const valuesAt = (rows: readonly Row[], column: number): string =>
  rows
    .map((row) => JSON.stringify(row[column]))
    .toSorted()
    .join()

function signsOf([old, now]: readonly Reading[], width: number, columns: readonly string[]): readonly Sign[] {
  if (!old || !now) return []
  if ('error' in old || 'error' in now) {
    // Two errors say nothing: rows without an error may follow.
    if ('error' in old && 'error' in now) return []
    const how = 'error' in old ? 'an error before' : 'an error after'
    return (columns.length > 0 ? columns : [ROWS]).map((of) => ({ of, how }))
  }
  const matches = matchesOf(old.rows, now.rows, width)
  const differs = (column: number): boolean =>
    matches.some(
      ({ before, after }) =>
        before.length === after.length && valuesAt(before, column) !== valuesAt(after, column),
    )
  const rows = matches.some(({ before, after }) => before.length !== after.length)
  return [
    ...(rows ? [{ of: ROWS, how: 'rows' }] : []),
    ...columns.filter((_, at) => differs(width + at)).map((of) => ({ of, how: 'a value' })),
  ]
}

/** The first difference that the readings of a narrowed target show, as people see it. */
export function outputsOf(
  view: ComparedView,
  of: string,
  [old, now]: readonly Reading[],
): { readonly before: WitnessOutput; readonly after: WitnessOutput } {
  const identity = identityOf(view)
  const columns = of === ROWS ? identity : [...identity, of]
  // The columns that are known to be the same are many, and only tell rows apart where there is no key.
  const shown = new Set([...(view.key.length > 0 ? view.key : identity), ...(of === ROWS ? [] : [of])])
  const asRow = (row: Row | undefined): WitnessOutput =>
    row
      ? {
          kind: 'row',
          cells: columns.flatMap((column, at) =>
            shown.has(column) ? [{ column, value: row[at] ?? null }] : [],
          ),
        }
      : { kind: 'no row' }
  const rowsOf = (reading: Reading | undefined): readonly Row[] =>
    reading && 'rows' in reading ? reading.rows : []
  const matches = matchesOf(rowsOf(old), rowsOf(now), identity.length)
  const last = identity.length
  const match = matches.find(({ before, after }) =>
    of === ROWS ? before.length !== after.length : valuesAt(before, last) !== valuesAt(after, last),
  )
  const pair = match && firstPair(match, of === ROWS ? undefined : last)
  const side = (reading: Reading | undefined, row: Row | undefined): WitnessOutput =>
    reading && 'error' in reading ? { kind: 'error', message: reading.error } : asRow(row)
  const first = (reading: Reading | undefined): Row | undefined => rowsOf(reading)[0]
  return match
    ? { before: side(old, pair?.before), after: side(now, pair?.after) }
    : { before: side(old, first(old)), after: side(now, first(now)) }
}

/** A row of each side that the other side does not have. */
function firstPair(
  { before, after }: Match,
  column: number | undefined,
): { readonly before: Row | undefined; readonly after: Row | undefined } {
  // Of duplicates, those that both sides have are paired, and what is left differs.
  if (column === undefined) return { before: before[after.length], after: after[before.length] }
  const without = (rows: readonly Row[], others: readonly Row[]): Row | undefined => {
    const left = others.map((row) => row[column])
    return rows.find((row) => {
      const at = left.indexOf(row[column] ?? null)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  }
  return { before: without(before, after), after: without(after, before) }
}
