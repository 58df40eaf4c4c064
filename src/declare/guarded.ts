import { sql } from 'kysely'
import { guardFunction } from '../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import { splitName } from '../model/relation-name.js'
import { callSite } from './call-site.js'
import { type Query, query, view } from './layer.js'
import type { Guard, Relation } from './relation.js'

/** `schema.name` as SQL writes it; a name without a schema is reported where views are checked. */
function sqlName(name: string): string {
  const split = splitName(name)
  return split.schema === '' ? quoteIdentifier(name) : quoteRelation(split)
}

/**
 * A view that answers only while the certificate of an entrypoint is fresh, and raises otherwise. What a trainer reads.
 *
 * The guard stands in WHERE twice. As a condition of its own Postgres asks it once, before it fetches a row, whatever
 * the query around it; only where the view is on the empty side of an outer join, 16 and later ask it after the rows.
 * There the second one is first: as a condition on a column it is part of the scan, and as it costs nothing by
 * Postgres's own reckoning no function of the reader's comes before it.
 *
 * @param name `schema.view`, unquoted.
 * @param of The view that it shows, all of its columns.
 * @param options `key`: its key; the guard rides on the first of these columns. `maxAge`: age at which the certificate
 *   goes stale, as SQL writes an interval.
 * @example
 * const train = guarded('ml.offers_train_v', 'Offers, while certified.', offers, {
 *   entrypoint, key: ['offer_id'], maxAge: '24 hours',
 * })
 */
export function guarded<Row extends object>(
  name: string,
  comment: string,
  of: Relation<Row>,
  {
    entrypoint,
    key: [column],
    maxAge,
  }: {
    readonly entrypoint: Relation<object>
    readonly key: readonly [keyof Row & string, ...(keyof Row & string)[]]
    readonly maxAge: string
  },
): Query<Row> {
  // Undefined when modules import each other in a circle, which compile reports.
  const certified = entrypoint?.declaration?.name ?? ''
  const guard: Guard = { entrypoint: certified, maxAge }
  const ask = sql.raw(
    `(select ${quoteRelation(guardFunction)}(${quoteLiteral(sqlName(certified))}::text, ${quoteLiteral(maxAge)}::interval))`,
  )
  const { declaration } = view(name, comment, { guarded: of }, (db) =>
    db
      .selectFrom('guarded')
      .selectAll('guarded')
      .where(sql<boolean>`${ask}`)
      // An item of an array, since Postgres knows of a plain column whether it can be NULL. IS NOT NULL, since the
      // planner takes that to keep nearly all rows.
      .where(sql<boolean>`(${ask} or (array[${sql.ref(`guarded.${column}`)}])[1] is null) is not null`),
  )
  return query({ ...declaration, guard, site: callSite(guarded) })
}
