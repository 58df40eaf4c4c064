import { displayName } from '../model/relation-name.js'
import type { UpstreamType } from '../model/upstream-type.js'

/** Collations that compare by code point, which is the same in every Postgres that has them. */
const byCodePoint = new Set(['C', 'POSIX', 'ucs_basic', 'pg_c_utf8', 'pg_unicode_fast'])

/**
 * Why a query over values of an upstream type may return different rows in the embedded Postgres, which has a stand-in
 * for the type, than in the user's database; null when it returns the same.
 */
export function executesDifferently(type: UpstreamType): string | null {
  const { schema, name, definition } = type
  switch (definition.kind) {
    case 'collation':
      return schema === 'pg_catalog' && byCodePoint.has(name)
        ? null
        : `the embedded Postgres sorts and compares by the root collation of ICU instead of ${displayName(type)}`
    case 'opaque':
      return `the embedded Postgres accepts any text as a value of ${displayName(type)}`
    case 'extension':
      return definition.extension === 'citext'
        ? `citext compares by the collation of the database, which for the embedded Postgres is C`
        : null
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
      return null
  }
}
