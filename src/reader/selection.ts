import { ReaderError } from './reader-error.js'
import { literal, quoted, type Store } from './store.js'

/** Rows whose T0 is on one of these UTC days, both included: `2025-01-31`. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** Which rows are read: all, or those of some days. */
export type Selection = 'all' | Days

const DAY_MS = 86_400_000
/** The day after the last one has four digits too. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-30T00:00:00Z')]

/** Milliseconds of the first instant of a UTC day. */
function dayOf(text: unknown, name: string): number {
  const at =
    typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  const isDay = at >= FIRST && at <= LAST && new Date(at).toISOString().slice(0, 10) === text
  if (!isDay)
    throw new ReaderError(
      'FS431',
      `${name} is ${JSON.stringify(text)}, which is no day`,
      'Write a UTC day such as 2025-01-31.',
    )
  return at
}

const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** @param day since 1970-01-01. */
export const dayText = (day: number): string => textOf(day * DAY_MS)

/** The days from one to another, both included. */
export function eachDay({ from, to }: Days): readonly string[] {
  const [first, last] = [dayOf(from, 'from'), dayOf(to, 'to')]
  if (first > last)
    throw new ReaderError(
      'FS431',
      `the days end on ${to}, before they begin on ${from}`,
      'Exchange from and to.',
    )
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, at) => textOf(first + at * DAY_MS))
}

/** @throws ReaderError FS431. */
export function requireSelection(selection: unknown): void {
  if (selection === 'all') return
  if (typeof selection !== 'object' || selection === null || !('from' in selection && 'to' in selection))
    throw new ReaderError(
      'FS431',
      `${JSON.stringify(selection) ?? 'nothing'} does not say which rows are read`,
      "Write 'all', or { from: '2025-01-01', to: '2025-01-31' }.",
    )
  eachDay(selection as Days)
}

/** Condition on `e`, the entrypoint. */
function ofDays({ t0 }: Store, days: Days): string {
  const bound = (day: string): string => {
    const zone = t0.type.includes('with time zone') ? ' 00:00:00+00' : ''
    return `${literal(`${day}${zone}`)}::${t0.type}`
  }
  const column = `e.${quoted(t0.column)}`
  return `${column} >= ${bound(days.from)} AND ${column} < ${bound(textOf(dayOf(days.to, 'to') + DAY_MS))}`
}

export interface SelectionOptions {
  /** Also the T0 of each row, where the guarded view has no column of its name. */
  readonly t0?: boolean
  /** In the order of T0 and key, which is the same each time. */
  readonly ordered?: boolean
}

/** Whether the T0 is read beside the columns of the guarded view. */
export const addsT0 = ({ columns, t0 }: Store, { t0: wanted = false }: SelectionOptions): boolean =>
  wanted && columns.every(({ name }) => name !== t0.column)

/** Items of a select list for the guarded view as `g`. */
export const itemsOf = ({ columns }: Store): readonly string[] =>
  columns.map(({ name }) => `g.${quoted(name)}`)

/**
 * The query of a selection. Days are found in the entrypoint, of which a trainer may read key and T0; the rows are those
 * of the guarded view. All of them: also those that the entrypoint leaves out, which have no T0.
 *
 * @param items of the select list, over `g`, the guarded view, and `e`, the entrypoint.
 */
export function selectionSql(
  store: Store,
  selection: Selection,
  items: readonly string[],
  options: SelectionOptions,
): string {
  const { guarded, entrypoint, key, t0 } = store
  const byDays = selection !== 'all'
  const joins = byDays || addsT0(store, options) || options.ordered === true
  const on = key.map((name) => `e.${quoted(name)} = g.${quoted(name)}`).join(' AND ')
  const order = [`e.${quoted(t0.column)}`, ...key.map((name) => `g.${quoted(name)}`)].join(', ')
  return [
    `SELECT ${items.join(', ')}`,
    `FROM ${guarded} AS g${joins ? ` ${byDays ? 'JOIN' : 'LEFT JOIN'} ${entrypoint} AS e ON ${on}` : ''}`,
    ...(byDays ? [`WHERE ${ofDays(store, selection)}`] : []),
    ...(options.ordered === true ? [`ORDER BY ${order}`] : []),
  ].join('\n')
}
