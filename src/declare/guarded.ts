import { sql } from 'kysely'
import { guardFunction } from '../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import { splitName } from '../model/relation-name.js'
import { callSite } from './call-site.js'
import { type Query, query, view } from './layer.js'
import type { WithoutLabels } from './point-in-time/label-type.js'
import type { Guard, Relation } from './relation.js'

/** `schema.name` as SQL writes it; a name without a schema is reported where views are checked. */
function sqlName(name: string): string {
  const split = splitName(name)
  return split.schema === '' ? quoteIdentifier(name) : quoteRelation(split)
}

/**
 * A view that can be read only while the certificate of an entrypoint is fresh; otherwise reading it raises an error.
 * Trainers read this view.
 *
 * WHERE contains the guard twice. Postgres evaluates the first one once, before it fetches a row. The exception is a
 * view on the nullable side of an outer join, where Postgres 16 and later evaluate it after the rows. The second one
 * covers that case: it is a condition on a column and therefore part of the scan, and because its estimated cost is
 * zero, it is evaluated before any function of the reader.
 *
 * @param name `schema.view`, unquoted.
 * @param of The view whose columns it has, all of them.
 * @param options `key`: its key; the guard is tied to the first of these columns. `maxAge`: age at which the
 *   certificate goes stale, as SQL writes an interval.
 * @example
 * const train = guarded('ml.offers_train_v', 'Offers, while certified.', offers, {
 *   entrypoint, key: ['offer_id'], maxAge: '24 hours',
 * })
 */
export function guarded<Row extends object>(
  name: string,
  comment: string,
  of: Relation<Row> & WithoutLabels<Row>,
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
  // Undefined when modules import each other in a cycle, which compile reports.
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
      // An item of an array, because Postgres knows whether a plain column can be NULL. IS NOT NULL, because the
      // planner assumes that it keeps nearly all rows.
      .where(sql<boolean>`(${ask} or (array[${sql.ref(`guarded.${column}`)}])[1] is null) is not null`),
  )
  return query({ ...declaration, guard, site: callSite(guarded) })
}
