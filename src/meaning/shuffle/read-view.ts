import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import { attempt, undone } from '../attempt.js'
import { type Round, setLocal, TEXT_SETTINGS } from './rounds.js'

/** A view over the copies. */
export interface CopiedView {
  readonly relation: RelationName
  readonly columns: readonly string[]
}

/** A row that one reading has more often than the other. */
export interface OddRow {
  /** A text for each column. */
  readonly cells: readonly (string | null)[]
  readonly before: number
  readonly after: number
}

export interface Odd {
  readonly rows: readonly OddRow[]
  /** Of all rows, not only of those that were fetched. */
  readonly lost: number
  readonly gained: number
}

/** Rows that are fetched to find two that belong together. */
const MOST_ODD = 400

/**
 * A row as an array of texts: every type has a text form, even one whose values cannot be compared, and an array can
 * have more values than a call can have arguments. Texts are compared byte by byte, independent of the collations of
 * the columns.
 */
const cells = (columns: readonly string[]): string =>
  `ARRAY[${columns.map((name) => `t.${quoteIdentifier(name)}::text COLLATE "C"`).join(', ')}]::text[]`

/** A table of the rows that all readings are compared with. */
export const createKept = (kept: string): string =>
  `CREATE TEMP TABLE ${kept} (view int4 NOT NULL, cells text[] COLLATE "C" NOT NULL, n int8 NOT NULL);`

/** Reads a view for the first time and keeps its rows; returns the error that it raises, if any. */
export const keepRows = (
  session: MeaningSession,
  { relation, columns }: CopiedView,
  view: number,
  kept: string,
): Promise<string | undefined> =>
  attempt(session, () =>
    session.exec(`INSERT INTO ${kept}
      SELECT ${view}, ${cells(columns)}, count(*) FROM ${quoteRelation(relation)} AS t GROUP BY 2`),
  )

/** How many rows of a view were kept. */
export async function countKept(session: MeaningSession, view: number, kept: string): Promise<number> {
  const [row] = await session.query<{ n: string }>(
    `SELECT coalesce(sum(n), 0)::text AS n FROM ${kept} WHERE view = ${view}`,
  )
  return Number(row?.n ?? 0)
}

/**
 * Reads a view again under the settings of a round.
 *
 * The rows are stored first and written as text later, so that the settings of a round affect the view and not the
 * comparison. CREATE TABLE AS is the only statement that stores rows and can use parallel workers.
 *
 * @param settings of the round, as far as the server has them.
 * @returns the rows that differ, or the error that it raises.
 */
export const compareRows = (
  session: MeaningSession,
  { relation, columns }: CopiedView,
  view: number,
  { kept, got }: { readonly kept: string; readonly got: string },
  settings: Round['settings'],
): Promise<Odd | { readonly error: string }> =>
  undone(session, async () => {
    const error = await attempt(session, () =>
      session.exec(`${setLocal(settings)}
        CREATE TEMP TABLE ${got} AS SELECT * FROM ${quoteRelation(relation)};
        ${setLocal(TEXT_SETTINGS)}`),
    )
    if (error !== undefined) return { error }
    const found = await session.query<{
      cells: string
      before: string
      after: string
      lost: string
      gained: string
    }>(`
      SELECT array_to_json(cells)::text AS cells, before::text, after::text,
        (sum(greatest(before - after, 0)) OVER ())::text AS lost,
        (sum(greatest(after - before, 0)) OVER ())::text AS gained
      FROM (
        SELECT cells, coalesce(k.n, 0) AS before, coalesce(g.n, 0) AS after
        FROM (SELECT cells, n FROM ${kept} WHERE view = ${view}) AS k
          FULL JOIN (SELECT ${cells(columns)} AS cells, count(*) AS n FROM ${got} AS t GROUP BY 1) AS g USING (cells)
        WHERE k.n IS DISTINCT FROM g.n
      ) AS odd ORDER BY cells LIMIT ${MOST_ODD}`)
    return {
      rows: found.map((row) => ({
        cells: JSON.parse(row.cells) as (string | null)[],
        before: Number(row.before),
        after: Number(row.after),
      })),
      lost: Number(found[0]?.lost ?? 0),
      gained: Number(found[0]?.gained ?? 0),
    }
  })
