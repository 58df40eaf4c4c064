import { splitName } from '../../model/relation-name.js'
import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf } from './column-kind.js'

/**
 * A type that an extension brings into the upstream database. Views over it are analyzed with the extension itself,
 * so its functions and operators mean what they mean there. It has to be one that the embedded Postgres has: citext,
 * cube, earthdistance, hstore, intarray, isn, lo, ltree, seg. For others there is `opaqueType`.
 *
 * @param name `schema.name`, unquoted: the schema is the one that the extension is installed in.
 * @param extension Name of the extension, where it is not that of the type. `T` is what Kysely takes a value for.
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
