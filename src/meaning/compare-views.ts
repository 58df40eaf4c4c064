import { createView } from '../model/create/create-relation.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import type { ViewMeaning } from '../model/view-meaning.js'
import { quoteLiteral } from '../model/quote-literal.js'
import type { RelationName } from '../model/relation-name.js'

/** The part of a Postgres session that comparisons need. */
export interface MeaningSession {
  query<R>(sql: string): Promise<R[]>
  exec(sql: string): Promise<void>
}

/** A view in both forms. */
export interface FormsOfView extends RelationName {
  /** Declared functions that it calls; absent when there are none. */
  readonly calls?: readonly string[]
  readonly compiled: string
  readonly plain: string
}

/**
 * Creates a view in both forms and compares columns, types and rows. The relations that it reads must exist. The
 * compiled form stays, so that later views can read it. Everything happens in the transaction of the caller.
 *
 * @param schema the schema of the plain form.
 */
export async function compareView(
  session: MeaningSession,
  view: FormsOfView,
  schema: string,
): Promise<ViewMeaning> {
  const given = quoteRelation(view)
  const meant = quoteRelation({ schema, name: view.name })
  const result = (outcome: ViewMeaning['outcome'], difference: string | null, rows = 0): ViewMeaning => ({
    schema: view.schema,
    name: view.name,
    outcome,
    difference,
    rows,
    alwaysNull: [],
    alwaysSame: [],
  })
  const plainDiagnostic = await attempt(session, createView({ schema, name: view.name, select: view.plain }))
  const compiledDiagnostic = await attempt(session, createView({ ...view, select: view.compiled }))
  if (plainDiagnostic !== undefined && compiledDiagnostic !== undefined)
    return result('refused', plainDiagnostic)
  if (compiledDiagnostic !== undefined)
    return result('different', `only the compiled form is refused: ${compiledDiagnostic}`)
  if (plainDiagnostic !== undefined)
    return result('different', `only the plain form is refused: ${plainDiagnostic}`)
  const difference = await columnDifference(session, given, meant)
  if (difference !== undefined) return result('different', difference)
  const unreadable = await attempt(session, readAll(given))
  if (unreadable !== undefined && unreadable === (await attempt(session, readAll(meant))))
    return result('refused', `both forms raise an error over the generated rows: ${unreadable}`)
  const found = await rowDifference(session, given, meant)
  await session.exec(`DROP VIEW ${meant}`)
  if (found !== undefined) return result('different', found)
  return { ...result('same', null), ...(await coverage(session, view)) }
}

/** The error of a statement, whose effects are then undone; undefined if it succeeds. */
async function attempt(session: MeaningSession, statement: string): Promise<string | undefined> {
  await session.exec('SAVEPOINT meaning')
  try {
    await session.exec(statement)
    await session.exec('RELEASE meaning')
    return undefined
  } catch (error) {
    await session.exec('ROLLBACK TO meaning')
    return error instanceof Error ? error.message : String(error)
  }
}

async function columnDifference(
  session: MeaningSession,
  given: string,
  meant: string,
): Promise<string | undefined> {
  const read = async (relation: string): Promise<string> => {
    const [row] = await session.query<{ columns: string }>(`
      SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS columns
      FROM pg_attribute WHERE attrelid = ${quoteLiteral(relation)}::regclass AND attnum > 0`)
    return row?.columns ?? ''
  }
  const [columns, plain] = [await read(given), await read(meant)]
  return columns === plain
    ? undefined
    : `the compiled form has the columns ${columns}; the plain form has ${plain}`
}

/** As text, because every type has a text form, even one whose values cannot be compared. */
const counted = (relation: string): string =>
  `SELECT t::text AS row, count(*) AS n FROM ${relation} AS t GROUP BY 1`

const EXAMPLES = 3

async function rowDifference(
  session: MeaningSession,
  given: string,
  meant: string,
): Promise<string | undefined> {
  const diagnostics = [
    await attempt(session, readAll(given)),
    await attempt(session, readAll(meant)),
  ] as const
  if (diagnostics[0] !== undefined) return `only the compiled form cannot be read: ${diagnostics[0]}`
  if (diagnostics[1] !== undefined) return `only the plain form cannot be read: ${diagnostics[1]}`
  const rows = await session.query<{ row: string; given: string; meant: string }>(`
    SELECT row, coalesce(g.n, 0)::text AS given, coalesce(m.n, 0)::text AS meant
    FROM (${counted(given)}) AS g FULL JOIN (${counted(meant)}) AS m USING (row)
    WHERE g.n IS DISTINCT FROM m.n ORDER BY row LIMIT ${EXAMPLES}`)
  if (rows.length === 0) return undefined
  return rows
    .map(
      (r) => `the row ${r.row} ${times(r.given)} in the compiled form, ${times(r.meant)} in the plain form`,
    )
    .join('; ')
}

const times = (n: string): string => (n === '1' ? 'once' : `${n} times`)

const readAll = (relation: string): string => `SELECT count(t::text) FROM ${relation} AS t`

/** How far the generated rows exercise a view. */
async function coverage(
  session: MeaningSession,
  view: RelationName,
): Promise<Pick<ViewMeaning, 'rows' | 'alwaysNull' | 'alwaysSame'>> {
  const relation = quoteRelation(view)
  const columns = await session.query<{ name: string }>(`
    SELECT attname::text AS name FROM pg_attribute
    WHERE attrelid = ${quoteLiteral(relation)}::regclass AND attnum > 0 ORDER BY attnum`)
  const counts = columns.map(({ name }) => {
    const column = `t.${quoteIdentifier(name)}`
    return `json_build_array(count(${column}), count(DISTINCT ${column}::text))`
  })
  const query = `SELECT json_build_array(count(*), ${['NULL', ...counts].join(', ')})::text AS counts FROM ${relation} AS t`
  const [row] = await session.query<{ counts: string }>(query)
  const [rows, , ...found] = JSON.parse(row?.counts ?? '[0]') as [number, null, ...[number, number][]]
  const having = (test: (known: number, distinct: number) => boolean): string[] =>
    rows === 0 ? [] : columns.flatMap(({ name }, i) => (test(...(found[i] ?? [0, 0])) ? [name] : []))
  return {
    rows,
    alwaysNull: having((known) => known === 0),
    alwaysSame: having((known, distinct) => rows > 1 && known === rows && distinct === 1),
  }
}
