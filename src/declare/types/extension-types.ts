import { splitName } from '../../model/relation-name.js'
import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf } from './column-kind.js'

/**
 * A type that an extension adds to the upstream database. Views over it are analyzed with the extension itself, so its
 * functions and operators have their real meaning. The embedded Postgres must have the extension. It has citext, cube,
 * earthdistance, hstore, intarray, isn, lo, ltree, seg. For others, use `opaqueType`.
 *
 * @param name `schema.name`, unquoted: the schema is the one that the extension is installed in.
 * @param extension Name of the extension, where it is not that of the type. `T` is the type of a value in Kysely.
 * @example
 * const citext = extensionType('public.citext')
 * const isbn = extensionType('public.isbn', { extension: 'isn' })
 */
export function extensionType<T = string>(
  name: string,
  { extension = splitName(name).name }: { readonly extension?: string } = {},
): ColumnKind<T> {
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'extension', extension },
    uses: [],
    site: callSite(extensionType),
  })
}

/** A value of a type of which only the name is known. */
export interface Opaque {
  readonly opaque: unique symbol
}

/**
 * A type of the upstream database of which only the name is known, such as one of an extension that the embedded
 * Postgres lacks. Views can select its columns, ask whether they are NULL, count them, and do what Postgres does with
 * values of any type. Its own functions, operators and casts are refused, because their results are unknown.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @example
 * const geometry = opaqueType('public.geometry')
 */
export function opaqueType<T = Opaque>(name: string): ColumnKind<T> {
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'opaque' },
    uses: [],
    site: callSite(opaqueType),
  })
}
