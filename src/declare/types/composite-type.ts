import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf, typeOf, type ValueOf } from './column-kind.js'

/** Types of the fields of a composite value, for inference only. */
declare const fields: unique symbol

/** A value with fields, which `field` takes one at a time. A `pg` client reads the whole as text. */
export interface Composite<F> {
  readonly [fields]: F
}

/**
 * A composite type of the upstream database, made with CREATE TYPE … AS (…).
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @param members Its fields in the order of the database. Each can be NULL, whatever the column says of the whole.
 * @example
 * const money = compositeType('shop.money', { amount: numeric, currency: text })
 * // … and in a view over a column of it:
 * amount: column('Price.', field(eb.ref('price'), 'amount'))
 */
export function compositeType<M extends Readonly<Record<string, ColumnKind<unknown>>>>(
  name: string,
  members: M,
): ColumnKind<Composite<{ [K in keyof M]: ValueOf<M[K]> }>> {
  const types = Object.entries(members).map(([field, kind]) => ({ name: field, ...typeOf(kind) }))
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'composite', fields: types.map(({ name: field, type }) => ({ name: field, type })) },
    uses: types.flatMap(({ uses = [] }) => uses),
    site: callSite(compositeType),
  })
}
