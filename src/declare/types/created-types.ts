import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf, typeOf, type ValueOf } from './column-kind.js'

/**
 * An enum type of the upstream database. Its values are typed by their labels, in declarations and in `rows.ts`.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @param labels All of them, in the order of the database, which is the order in which they compare.
 * @example
 * const color = enumType('shop.color', ['red', 'green'])
 * source('shop.items', 'Items.', { key: ['id'], columns: { id: integer('Key.'), c: color('Color.') } })
 */
export function enumType<const L extends readonly string[]>(name: string, labels: L): ColumnKind<L[number]> {
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'enum', labels },
    uses: [],
    site: callSite(enumType),
  })
}

export interface DomainSettings<T> {
  /** The type below it: `integer`, an enum, another domain. */
  readonly base: ColumnKind<T>
  /** Whether the domain itself forbids NULL. Each column declares its own nullability either way. */
  readonly notNull?: boolean
  /** SQL conditions on `VALUE`, one for each CHECK constraint. */
  readonly check?: string | readonly string[]
}

/**
 * A domain of the upstream database. Its values are those of the type below it.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @example
 * const percent = domainType('shop.percent', { base: integer, check: 'VALUE BETWEEN 0 AND 100' })
 */
export function domainType<T>(
  name: string,
  { base, notNull = false, check = [] }: DomainSettings<T>,
): ColumnKind<T> {
  const { type, uses = [] } = typeOf(base)
  const checks = typeof check === 'string' ? [check] : check
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'domain', base: type, notNull, checks },
    uses,
    site: callSite(domainType),
  })
}

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
 * @param members Its fields in the order of the database. Each can be NULL, even if the column itself cannot.
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

/**
 * A range type of the upstream database. Its values are text, as a `pg` client reads them: `[1.5,2)`. For `int4range`
 * and the other built-in ones `sqlType` suffices.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @param subtype The type of its bounds.
 * @example
 * const span = rangeType('shop.span', { subtype: double })
 */
export function rangeType(
  name: string,
  { subtype }: { readonly subtype: ColumnKind<unknown> },
): ColumnKind<string> {
  const { type, uses = [] } = typeOf(subtype)
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'range', subtype: type },
    uses,
    site: callSite(rangeType),
  })
}

/**
 * Arrays of another type, of any number of dimensions. The items can be NULL, which their type in a query leaves out
 * because Kysely's `any` requires it. The analysis still finds the nullability of a result.
 *
 * @example
 * columns: { colors: arrayOf(color)('Colors it comes in.'), sizes: nullable(arrayOf(integer)('Sizes.')) }
 */
export const arrayOf =
  <T>(items: ColumnKind<T>): ColumnKind<T[]> =>
  (comment) => {
    const { type, uses } = items(comment)
    return { type: `${type}[]`, nullable: false, comment, ...(uses && { uses }) }
  }
