import { quoteIdentifier } from './quote-identifier.js'
import type { UpstreamType } from './upstream-type.js'

/**
 * The search path under which views are created, in the embedded Postgres and by the generated DDL, so that names
 * resolve to the same objects in both. It has pg_catalog and the schemas of extensions whose types the project
 * declares. Without the latter, `=` between two citext values would silently be that of text, which distinguishes `A`
 * from `a`.
 */
export function creationPath(types: readonly UpstreamType[]): string {
  const schemas = types
    .filter(({ definition }) => definition.kind === 'extension')
    .map(({ schema }) => schema)
    .filter((schema) => schema !== 'pg_catalog')
  return ['pg_catalog', ...[...new Set(schemas)].toSorted().map(quoteIdentifier), 'pg_temp'].join(', ')
}
