import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf, typeOf } from './column-kind.js'

export interface DomainSettings<T> {
  /** What makes columns of the type below it: `integer`, an enum, another domain. */
  readonly base: ColumnKind<T>
  /** Whether the domain itself forbids NULL. A column says so for itself, with or without. */
  readonly notNull?: boolean
  /** SQL conditions on `VALUE`, one a CHECK constraint. */
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
