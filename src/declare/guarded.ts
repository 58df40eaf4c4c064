import { sql } from 'kysely'
import { guardFunction } from '../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import { callSite } from './call-site.js'
import { type Query, query, view } from './layer.js'
import type { Guard, Relation } from './relation.js'

/** `schema.name` as SQL writes it; a name without a schema is reported where views are checked. */
function sqlName(name: string): string {
  const dot = name.indexOf('.')
  return dot < 0
    ? quoteIdentifier(name)
    : quoteRelation({ schema: name.slice(0, dot), name: name.slice(dot + 1) })
}

/**
 * A view that answers only while the certificate of an entrypoint is fresh, and raises otherwise. What a trainer reads.
 *
 * The guard is a subquery of its own in WHERE: Postgres asks it once, before it fetches a row, and plans the rest as if
 * it were not there.
 *
 * @param name `schema.view`, unquoted.
 * @param of The view that it shows, all of its columns.
 * @param maxAge Age at which the certificate goes stale, as SQL writes an interval.
 * @example
 * const train = guarded('ml.offers_train_v', 'Offers, while certified.', offers, { entrypoint, maxAge: '24 hours' })
 */
export function guarded<Row extends object>(
  name: string,
  comment: string,
  of: Relation<Row>,
  { entrypoint, maxAge }: { readonly entrypoint: Relation<object>; readonly maxAge: string },
): Query<Row> {
  // Undefined when modules import each other in a circle, which compile reports.
  const certified = entrypoint?.declaration?.name ?? ''
  const guard: Guard = { entrypoint: certified, maxAge }
  const call = `(select ${quoteRelation(guardFunction)}(${quoteLiteral(sqlName(certified))}, ${quoteLiteral(maxAge)}::interval))`
  const { declaration } = view(name, comment, { guarded: of }, (db) =>
    db
      .selectFrom('guarded')
      .selectAll('guarded')
      .where(sql<boolean>`${sql.raw(call)}`),
  )
  return query({ ...declaration, guard, site: callSite(guarded) })
}
