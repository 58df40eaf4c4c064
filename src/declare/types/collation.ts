import { callSite } from '../call-site.js'
import type { SourceColumn } from '../source.js'
import { sqlName } from './column-kind.js'
import type { TypeDeclaration } from './type-declaration.js'

export interface CollationSettings {
  /**
   * False if the collation is not deterministic in the database: it then treats different texts, such as `a` and `A`,
   * as equal in `=`, GROUP BY, DISTINCT and joins.
   */
  readonly deterministic?: boolean
}

/**
 * A collation of the upstream database. Views over columns of it are analyzed with a stand-in of the same name. Their
 * meaning does not change, but the embedded Postgres may sort and compare differently when it runs them.
 *
 * @param name `schema.name`, unquoted. Those that came with the server are in `pg_catalog`.
 * @example
 * const german = collation('pg_catalog.de-x-icu')
 * const anyCase = collation('shop.any_case', { deterministic: false })
 */
export function collation(name: string, { deterministic = true }: CollationSettings = {}): TypeDeclaration {
  return {
    kind: 'type',
    name,
    definition: { kind: 'collation', deterministic },
    uses: [],
    site: callSite(collation),
  }
}

/**
 * The same column with a collation of its own.
 *
 * @example
 * columns: { name: collated(text('Name.'), german) }
 */
export const collated = <T>(column: SourceColumn<T>, by: TypeDeclaration): SourceColumn<T> => ({
  ...column,
  collation: sqlName(by.name),
  uses: [...(column.uses ?? []), by],
})
