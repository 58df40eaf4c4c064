import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf } from './column-kind.js'

/** A value of a type of which only the name is known. */
export interface Opaque {
  readonly opaque: unique symbol
}

/**
 * A type of the upstream database of which nothing is known but its name, such as one of an extension that the
 * embedded Postgres lacks. Views can select its columns, ask whether they are NULL, count them, and do what Postgres
 * does with values of any type. Its own functions, operators and casts are refused, since they are not there to say
 * what they give.
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
