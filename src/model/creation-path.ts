import { quoteIdentifier } from './quote-identifier.js'
import type { UpstreamType } from './upstream-type.js'

/**
 * The search path under which views are created, in the embedded Postgres and by the generated DDL: what resolves in
 * the one resolves in the other. Only pg_catalog, and the schemas of extensions whose types the project declares. Without
 * those `=` between two values of citext would be that of text, which tells `A` from `a`, and Postgres would not say so.
 */
export function creationPath(types: readonly UpstreamType[]): string {
  const schemas = types
    .filter(({ definition }) => definition.kind === 'extension')
    .map(({ schema }) => schema)
    .filter((schema) => schema !== 'pg_catalog')
  return ['pg_catalog', ...[...new Set(schemas)].toSorted().map(quoteIdentifier), 'pg_temp'].join(', ')
}
