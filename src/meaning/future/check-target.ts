import type { CompiledSource } from '../../model/compiled-project.js'
import type { FutureCheck, Movement, SourceInFuture } from '../../model/future-check.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import type { ValueContext } from '../draw-value.js'
import { attempt, undone } from '../attempt.js'
import { explainRows } from '../shuffle/explain-rows.js'
import { type CopiedView, compareRows, countKept, keepRows, type Odd } from '../shuffle/read-view.js'
import {
  applyChanges,
  drawLateChanges,
  type LateSource,
  type NearRow,
  type PlannedChange,
  showChanges,
} from './late-changes.js'
import { smallestChanges } from './smallest-changes.js'

/** An entrypoint, and which rows of its sources may change once they are later than a T0. */
export interface FutureTarget {
  readonly entrypoint: RelationName
  /** Its column of a date or time type. */
  readonly t0: string
  /** Sources that are read strictly, by display name, with the columns that make a row a late one. */
  readonly late: readonly { readonly source: CompiledSource; readonly times: readonly string[] }[]
  readonly sources: readonly SourceInFuture[]
}

/** What a target is checked with. */
export interface FutureWorld {
  /** The entrypoint over the copies. */
  readonly view: CopiedView
  readonly late: readonly LateSource[]
  readonly ranges: ReadonlyMap<string, number>
  readonly context: ValueContext
  /** T0s that are sampled. */
  readonly moments: number
  readonly kept: string
  readonly got: string
}

/** The rows whose T0 is not after the sampled one, under a name that readings are given. */
const UNTIL = { schema: 'pg_temp', name: 'fusion_until' }
/** Rows that changes are drawn to be joined to. */
const NEAR_ROWS = 12
/** How often rows may be read to make a change smaller. */
const MOST_READINGS = 120

type Result = Pick<FutureCheck, 'outcome' | 'reason' | 'moments' | 'rows' | 'changes' | 'movement'>

/**
 * Samples T0s of an entrypoint. For each it inserts, changes and deletes rows of the sources that were recorded later, and
 * compares the rows of the entrypoint with that T0 or an earlier one. Everything is undone.
 */
export async function checkTarget(
  session: MeaningSession,
  { t0, late }: FutureTarget,
  world: FutureWorld,
): Promise<Result> {
  const nothing = { moments: [], rows: 0, changes: 0, movement: null }
  const notChecked = (reason: string): Result => ({ outcome: 'not checked', reason, ...nothing })
  if (late.length === 0) return notChecked('no source is strict and says when its rows were recorded')
  const sampled = await sampleMoments(session, t0, world)
  if ('error' in sampled) return notChecked(`it cannot be read: ${sampled.error}`)
  if (sampled.moments.length === 0) return notChecked('it has no row with a T0')
  let [rows, changes] = [0, 0]
  for (const [at, moment] of sampled.moments.entries()) {
    const found = await undone(session, () => checkMoment(session, t0, moment, at, world))
    rows += found.rows
    changes += found.changes
    const moments = sampled.moments.slice(0, at + 1)
    if (found.movement !== null)
      return { outcome: 'moved', reason: null, moments, rows, changes, movement: found.movement }
  }
  return changes === 0
    ? notChecked('no row could be recorded after a T0')
    : { outcome: 'same', reason: null, moments: sampled.moments, rows, changes, movement: null }
}

/** T0s in equal steps through those that there are, the latest of which leaves little to come after it. */
async function sampleMoments(
  session: MeaningSession,
  t0: string,
  { view, moments }: FutureWorld,
): Promise<{ readonly moments: readonly string[] } | { readonly error: string }> {
  let found: readonly { moment: string }[] = []
  const column = `t.${quoteIdentifier(t0)}`
  const error = await attempt(session, async () => {
    found = await session.query<{ moment: string }>(`
      SELECT moment::text AS moment FROM (
        SELECT moment, pg_catalog.row_number() OVER (ORDER BY moment) AS n, pg_catalog.count(*) OVER () AS of
        FROM (SELECT DISTINCT ${column} AS moment FROM ${quoteRelation(view.relation)} AS t WHERE ${column} IS NOT NULL) AS all_of
      ) AS numbered
      WHERE n IN (SELECT pg_catalog.ceil(of * step / ${moments + 1}.0) FROM pg_catalog.generate_series(1, ${moments}) AS step)
      ORDER BY n`)
  })
  return error === undefined ? { moments: found.map(({ moment }) => moment) } : { error }
}

async function checkMoment(
  session: MeaningSession,
  t0: string,
  moment: string,
  at: number,
  world: FutureWorld,
): Promise<{ readonly rows: number; readonly changes: number; readonly movement: Movement | null }> {
  const { view, kept, got, late, ranges, context } = world
  const until = { relation: UNTIL, columns: view.columns }
  await session.exec(`CREATE TEMP VIEW ${UNTIL.name} AS SELECT * FROM ${quoteRelation(view.relation)} AS t
    WHERE t.${quoteIdentifier(t0)} <= ${quoteLiteral(moment)}`)
  const unreadable = await keepRows(session, until, at, kept)
  if (unreadable !== undefined) return { rows: 0, changes: 0, movement: null }
  const rows = await countKept(session, at, kept)
  const near = await nearRows(session, t0, moment, view.columns)
  const planned: PlannedChange[] = []
  for (const source of late)
    planned.push(...(await drawLateChanges(session, source, moment, near, ranges, context)))
  const read = (): Promise<Odd | { readonly error: string }> =>
    compareRows(session, until, at, { kept, got }, {})
  const { made, moved } = await undone(session, async () => ({
    made: await applyChanges(session, planned),
    moved: hasMoved(await read()),
  }))
  if (!moved) return { rows, changes: made.length, movement: null }
  const shows = (some: readonly PlannedChange[]): Promise<boolean> =>
    undone(session, async () => {
      await applyChanges(session, some)
      return hasMoved(await read())
    })
  const smallest = await smallestChanges(made, shows, MOST_READINGS)
  const changes = await showChanges(session, smallest)
  const odd = await read()
  return {
    rows,
    changes: made.length,
    movement: {
      t0: moment,
      changes,
      difference: 'error' in odd ? null : explainRows(odd, view.columns),
      error: 'error' in odd ? odd.error : null,
    },
  }
}

/** Rows that the changes should be about, one with the T0 itself first. */
async function nearRows(
  session: MeaningSession,
  t0: string,
  moment: string,
  columns: readonly string[],
): Promise<readonly NearRow[]> {
  const found = await session.query<{ cells: string }>(`
    SELECT array_to_json(ARRAY[${columns.map((name) => `t.${quoteIdentifier(name)}::text`).join(', ')}]::text[])::text AS cells
    FROM pg_temp.${UNTIL.name} AS t
    ORDER BY t.${quoteIdentifier(t0)} = ${quoteLiteral(moment)} DESC, pg_catalog.hashtext(t::text), t::text LIMIT ${NEAR_ROWS}`)
  return found.map(({ cells }) => {
    const values = JSON.parse(cells) as (string | null)[]
    return Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null]))
  })
}

const hasMoved = (odd: Odd | { readonly error: string }): boolean =>
  'error' in odd || odd.lost + odd.gained > 0
