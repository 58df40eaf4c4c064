import type { CompiledSource } from '../../model/compiled-project.js'
import type { LateChange } from '../../model/future-check.js'
import { dollarQuoted } from '../../model/dollar-quote.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { displayName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import type { ValueContext } from '../draw-value.js'
import { drawColumn } from '../fill-sources.js'

/** A source whose rows may change once they are late. */
export interface LateSource {
  readonly source: CompiledSource
  /** Table with its rows, as SQL writes its name. */
  readonly table: string
  /** Columns that are all later than the T0, or NULL, in a late row: when it was recorded, and a T0 that it has. */
  readonly times: readonly string[]
}

/** A change of one row. */
export interface PlannedChange {
  readonly of: LateSource
  readonly kind: LateChange['kind']
  readonly statement: string
  /** Where the row is found before the change; null of one that is inserted. */
  readonly ctid: string | null
}

/** Changes of each kind and source, at most. */
const MOST = 16
/** How much later than the T0 rows are recorded: a moment, within the day, and long after. */
const LATER = ['1 second', '1 hour', '20 hours', '40 hours', '1000 hours']
/** Of so many late rows, one is recorded at no time that is known. */
const NEVER_IN = 8
/** Of so many changes, one changes the key too. */
const KEY_IN = 4
/** Of so many rows, one is not drawn to be joined to a row that is looked at. */
const STRAY_IN = 4

const MADE = 'pg_temp.made'

/** A row of the entrypoint by column, as text. */
export type NearRow = Readonly<Record<string, string | null>>

/** A time later than another one, in the type of a column: of a date, a later day. */
const later = (type: string, t0: string, step: string): string => {
  const moment = `(${quoteLiteral(t0)}::timestamptz + interval ${quoteLiteral(step)})`
  return /^date$/i.test(type) ? `((${moment} AT TIME ZONE 'UTC')::date + 1)` : `${moment}::${type}`
}

const isLate = ({ times, source }: LateSource, t0: string): string =>
  times
    .map((name) => {
      const type = source.columns.find((column) => column.name === name)?.type ?? 'timestamptz'
      const column = `t.${quoteIdentifier(name)}`
      return `(${column} IS NULL OR ${column} > ${quoteLiteral(t0)}::timestamptz::${type})`
    })
    .join(' AND ')

/**
 * Draws changes of rows that were recorded after a T0: late rows are deleted, changed into other late rows, and inserted.
 * Some will be refused, such as a row whose key is there already.
 *
 * @param near rows that are looked at, those with the T0 first: most rows are drawn to be joined to one of them.
 * @param ranges of columns that rows are joined by.
 */
export async function drawLateChanges(
  session: MeaningSession,
  of: LateSource,
  t0: string,
  near: readonly NearRow[],
  ranges: ReadonlyMap<string, number>,
  context: ValueContext,
): Promise<readonly PlannedChange[]> {
  const { source, table } = of
  const { draw } = context
  let to: NearRow | undefined
  const aim = (): void => {
    to = near.length === 0 || draw.oneIn(STRAY_IN) ? undefined : draw.oneIn(2) ? near[0] : draw.pick(near)
  }
  const valueOf = ({ name, type, nullable }: CompiledSource['columns'][number]): string => {
    const isKey = source.key.includes(name)
    if (of.times.includes(name))
      return nullable && !isKey && draw.oneIn(NEVER_IN) ? 'NULL' : later(type, t0, draw.pick(LATER))
    const joined = ranges.has(name) ? to?.[name] : undefined
    if (typeof joined === 'string') return `${quoteLiteral(joined)}::${type}`
    if (nullable && !isKey && draw.oneIn(4)) return 'NULL'
    return drawColumn({ name, type, nullable, comment: '' }, ranges.get(name), context) ?? 'NULL'
  }
  const rows = await session.query<{ ctid: string }>(
    `SELECT t.ctid::text AS ctid FROM ${table} AS t WHERE ${isLate(of, t0)}
     ORDER BY pg_catalog.hashtext(t.ctid::text || ${quoteLiteral(t0)}), t.ctid LIMIT ${2 * MOST}`,
  )
  const changes: PlannedChange[] = rows.map(({ ctid }, at) => {
    const where = `WHERE t.ctid = ${quoteLiteral(ctid)}::tid`
    if (at % 2 === 0) return { of, kind: 'deleted', ctid, statement: `DELETE FROM ${table} AS t ${where}` }
    const withKey = draw.oneIn(KEY_IN)
    aim()
    const set = source.columns
      .filter(({ name }) => withKey || !source.key.includes(name) || of.times.includes(name))
      .map((column) => `${quoteIdentifier(column.name)} = ${valueOf(column)}`)
    return {
      of,
      kind: 'changed',
      ctid,
      statement: `UPDATE ${table} AS t SET ${set.join(', ')} ${where}`,
    }
  })
  for (let at = 0; at < MOST; at += 1) {
    aim()
    const statement = `INSERT INTO ${table} AS t VALUES (${source.columns.map(valueOf).join(', ')})`
    changes.push({ of, kind: 'inserted', ctid: null, statement })
  }
  return changes
}

/** A table for {@link applyChanges}. */
export const createMade = (): string => `CREATE TEMP TABLE ${MADE} (n int4 NOT NULL);`

/** Makes changes in one statement, and returns those that were not refused. */
export async function applyChanges(
  session: MeaningSession,
  changes: readonly PlannedChange[],
): Promise<readonly PlannedChange[]> {
  const steps = changes.map(
    ({ statement }, n) => `  BEGIN
    ${statement};
    INSERT INTO ${MADE} VALUES (${n});
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;`,
  )
  await session.exec(`DO ${dollarQuoted('late', `BEGIN\n${steps.join('\n')}\nEND`)}`)
  const made = await session.query<{ n: number }>(`SELECT n::text AS n FROM ${MADE}`)
  const numbers = new Set(made.map(({ n }) => Number(n)))
  return changes.filter((_, n) => numbers.has(n))
}

/** Makes changes, and returns the rows before and after each. */
export async function showChanges(
  session: MeaningSession,
  changes: readonly PlannedChange[],
): Promise<readonly LateChange[]> {
  const shown: LateChange[] = []
  for (const { of, kind, statement, ctid } of changes) {
    const cells = of.source.columns.map(({ name }) => `t.${quoteIdentifier(name)}::text`)
    const row = `array_to_json(ARRAY[${cells.join(', ')}]::text[])::text AS cells`
    const named = (found: readonly { cells: string }[]): LateChange['before'] => {
      const values = JSON.parse(found[0]?.cells ?? '[]') as (string | null)[]
      return Object.fromEntries(of.source.columns.map(({ name }, at) => [name, values[at] ?? null]))
    }
    const before =
      ctid === null
        ? undefined
        : named(
            await session.query(
              `SELECT ${row} FROM ${of.table} AS t WHERE t.ctid = ${quoteLiteral(ctid)}::tid`,
            ),
          )
    const after = named(await session.query(`${statement} RETURNING ${row}`))
    shown.push({
      source: displayName(of.source),
      kind,
      ...(before && { before }),
      ...(kind !== 'deleted' && after && { after }),
    })
  }
  return shown
}
