import { callSite } from './call-site.js'
import { type ColumnRow, type Columns, madeColumns } from './column.js'
import type { AggregateDeclaration, Relation } from './relation.js'
import { type RowBuilder, rowBuilder } from './row-builder.js'

/**
 * Aggregates over all rows of one key of a relation, for example all images of a listing.
 *
 * It has a row for every key, also for a key without rows (a count is 0 there, a max is NULL), so it is read by joining
 * its whole key with `innerJoin`. Postgres then visits only the rows of the requested keys, and aggregates over the
 * same relation that are joined side by side share one visit.
 *
 * @param options `of`: the relation whose rows are aggregated; its computed columns are evaluated once per row. `by`:
 *   its columns that form the key.
 * @example
 * const perShop = aggregate('per_shop', 'Offers of a shop.', { of: offers, by: ['shop_id'] }, (eb) => ({
 *   offer_cnt: column('Offers.', countWhere(eb('price', 'is not', null))),
 * }))
 */
export function aggregate<Row, K extends keyof Row & string, C extends Columns>(
  name: string,
  comment: string,
  { of, by }: { readonly of: Relation<Row>; readonly by: readonly K[] },
  define: (eb: RowBuilder<Row>) => C,
): Relation<Pick<Row, K> & ColumnRow<C>> {
  const declaration: AggregateDeclaration = {
    kind: 'aggregate',
    name,
    comment,
    of: of?.declaration,
    by: Array.isArray(by) ? by : [],
    columns: {},
    site: callSite(aggregate),
  }
  try {
    return {
      declaration: { ...declaration, columns: madeColumns(define(rowBuilder<Row>())) },
    }
  } catch (error) {
    return {
      declaration: { ...declaration, thrown: error instanceof Error ? error : new Error(String(error)) },
    }
  }
}
