import type { PGlite } from '@electric-sql/pglite'
import { compileForms } from '../../src/compile/index.js'
import { createSource } from '../../src/resolve/index.js'
import { displayName } from '../../src/model/relation-name.js'
import { quoteIdentifier, quoteRelation } from '../../src/model/quote-identifier.js'
import type { DrawnProject } from './draw/projects.js'

/** What came of holding a project's compiled form to its plain one. */
export type Comparison =
  | { readonly kind: 'same'; readonly rows: number }
  | { readonly kind: 'refused'; readonly by: string }
  | { readonly kind: 'different'; readonly why: string; readonly compiled: string; readonly plain: string }

/** Creates both forms of every view over the drawn rows and compares their columns, types and rows. Leaves nothing. */
export async function compareForms(db: PGlite, { project, inserts }: DrawnProject): Promise<Comparison> {
  const forms = compileForms(project)
  if ('diagnostics' in forms)
    return { kind: 'refused', by: forms.diagnostics.map(({ code }) => code).join(' ') }
  await db.exec('BEGIN')
  try {
    await db.exec(
      forms.sources.map((source) => createSource(source) + (inserts.get(displayName(source)) ?? '')).join(''),
    )
    let rows = 0
    for (const { schema, name, compiled, plain } of forms.views) {
      const different = (why: string): Comparison => ({
        kind: 'different',
        why: `${schema}.${name}: ${why}`,
        compiled,
        plain,
      })
      const meant = `"plain".${quoteIdentifier(name)}`
      const given = quoteRelation({ schema, name })
      const plainFault = await attempt(db, `CREATE VIEW ${meant} AS ${plain}`)
      const compiledFault = await attempt(db, `CREATE VIEW ${given} AS ${compiled}`)
      if (plainFault !== undefined && compiledFault !== undefined)
        return { kind: 'refused', by: `Postgres: ${plainFault}` }
      if (compiledFault !== undefined) return different(`only the compiled form is refused: ${compiledFault}`)
      if (plainFault !== undefined) return different(`only the plain form is refused: ${plainFault}`)
      const found = await differences(db, given, meant)
      if (typeof found === 'string') return different(found)
      rows += found
    }
    return { kind: 'same', rows }
  } finally {
    await db.exec('ROLLBACK')
  }
}

async function attempt(db: PGlite, statement: string): Promise<string | undefined> {
  await db.exec('SAVEPOINT s')
  try {
    await db.exec(statement)
    return undefined
  } catch (error) {
    await db.exec('ROLLBACK TO s')
    return (error as Error).message
  }
}

const columnsOf = (relation: string): string => `
  SELECT json_agg(attname || ' ' || format_type(atttypid, atttypmod) ORDER BY attnum)::text AS columns
  FROM pg_attribute WHERE attrelid = '${relation.replaceAll("'", "''")}'::regclass AND attnum > 0`

/** Rows of the first relation, or how it differs from the second. */
async function differences(db: PGlite, given: string, meant: string): Promise<number | string> {
  const read = async (sql: string): Promise<Record<string, string>[]> =>
    (await db.query<Record<string, string>>(sql)).rows
  const [a] = await read(columnsOf(given))
  const [b] = await read(columnsOf(meant))
  if (a?.columns !== b?.columns) return `columns ${a?.columns}, meant ${b?.columns}`
  const rowsOf = (relation: string): string =>
    `SELECT t::text AS row, count(*)::text AS n FROM ${relation} AS t GROUP BY 1 ORDER BY 1`
  await db.exec('SAVEPOINT s')
  const attempts = await Promise.allSettled([
    read(rowsOf(given)).catch(async (e: Error) => {
      await db.exec('ROLLBACK TO s')
      throw e
    }),
  ])
  const [first] = attempts
  const second = await read(rowsOf(meant)).catch(async (error: Error) => {
    await db.exec('ROLLBACK TO s')
    return error
  })
  if (first?.status === 'rejected' || second instanceof Error) {
    if (first?.status === 'rejected' && second instanceof Error) return 0
    return `only one form can be read: ${first?.status === 'rejected' ? String(first.reason) : String(second)}`
  }
  const [x, y] = [JSON.stringify(first?.value), JSON.stringify(second)]
  return x === y ? (first?.value.length ?? 0) : `rows ${x}, meant ${y}`
}
