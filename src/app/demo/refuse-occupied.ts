import type { Session } from '../../postgres/session.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { type Diagnostic, DiagnosticError, type Place } from '../../model/diagnostic.js'
import { displayName, type RelationName } from '../../model/relation-name.js'

const query = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE (n.nspname, c.relname) IN (SELECT w.schema, w.name FROM pg_catalog.json_to_recordset($1::json) AS w(schema text, name text))
  ORDER BY 1, 2`

/** A demo creates tables and fills them with generated rows, so it must not run in a database with real ones. */
export async function refuseOccupied(
  session: Session,
  { sources, views, certifications }: CompiledProject,
): Promise<void> {
  const wanted = [...sources, ...views].map(({ schema, name }) => ({ schema, name }))
  const relations = await session.query<RelationName>(query, [JSON.stringify(wanted)])
  const audits =
    certifications.length > 0
      ? await session.query(`SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'audit'`)
      : []
  const found = [
    ...relations.map((relation) => occupied({ relation: displayName(relation) }, 'this relation')),
    ...audits.map(() => occupied({}, 'an audit schema')),
  ]
  if (found.length > 0) throw new DiagnosticError(found)
}

const occupied = (place: Place, what: string): Diagnostic => ({
  code: 'FS803',
  place,
  message: `the database already has ${what}, and a demo would write to it`,
  hint: 'Use another database, or --provider embedded.',
})
