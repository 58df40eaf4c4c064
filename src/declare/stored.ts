import { callSite } from './call-site.js'
import { type Query, query, view } from './layer.js'
import type { QueryDeclaration, Relation, StoredDeclaration } from './relation.js'

interface Common<Row> {
  /** Columns that identify a row. They must be provably unique and never NULL. */
  readonly key: readonly [keyof Row & string, ...(keyof Row & string)[]]
  /** Further indexes, each a list of columns. */
  readonly indexes?: readonly (readonly (keyof Row & string)[])[]
  /**
   * How far the rows may fall behind before guarded views that read them refuse their readers, as SQL writes an
   * interval. Of a relation with triggers: the age of its oldest change that is not refreshed yet; of any other: the age
   * of its last refresh. Default: `24 hours`.
   */
  readonly maxAge?: string
}

/** Stored as a materialized view, which a refresh computes whole. */
interface RefreshedInFull<Row> extends Common<Row> {
  readonly refresh: 'full'
}

/** Stored as a table, of which a refresh writes only the rows that differ. */
interface RefreshedByKey<Row> extends Common<Row> {
  readonly refresh: 'byKey'
  /**
   * How changed rows are found. `triggers`, the default: triggers on the sources record the keys of changed rows, and a
   * refresh computes these keys only. `compare`: the sources are left alone, and a refresh computes the whole view and
   * compares it with the table.
   */
  readonly track?: 'triggers' | 'compare'
  /**
   * Paths that the compiler cannot derive, by source: the rows of the stored relation that a changed row of the source
   * affects are those whose columns equal the named columns of the source. A wrong path leaves stale rows behind, which
   * gate D finds. Without a path, a change of the source computes everything.
   *
   * @example { 'shop.prices': { offer_id: 'offer_id' } }
   */
  readonly paths?: Readonly<Record<string, Readonly<Partial<Record<keyof Row & string, string>>>>>
}

export type StoredSettings<Row> = RefreshedInFull<Row> | RefreshedByKey<Row>

/** Suffix of the view that is created for a stored layer. */
const LIVE = '_live'

/**
 * A relation whose rows are those of a view, computed by `fusion refresh` and kept in the database. It can be read
 * wherever a view can, and its readers do not have to know.
 *
 * @param name `schema.relation`, unquoted.
 * @param of The view whose rows are stored. For a layer, a view with the suffix `_live` is created beside it.
 * @example
 * export const pricesStored = stored('ml.prices_s', 'Prices by offer.', prices, {
 *   key: ['offer_id'],
 *   refresh: 'byKey',
 * })
 */
export function stored<Row extends object>(
  name: string,
  comment: string,
  of: Relation<Row>,
  settings: StoredSettings<Row>,
): Query<Row> {
  const kind = of?.declaration?.kind
  const isView = kind === 'view' || kind === 'reference' || kind === undefined
  const live = isView ? of : liveView(name, of)
  const { declaration } = view(name, comment, { live }, (db) => db.selectFrom('live').selectAll('live'))
  const { key, indexes = [], maxAge = '24 hours', refresh } = settings
  const byKey = refresh === 'byKey' ? settings : undefined
  return query({
    ...declaration,
    site: callSite(stored),
    stored: {
      key: Array.isArray(key) ? key : [],
      indexes,
      maxAge,
      refresh,
      track: byKey?.track ?? 'triggers',
      paths: (byKey?.paths ?? {}) as StoredDeclaration['paths'],
      ownsView: !isView,
    },
  })
}

function liveView<Row extends object>(name: string, of: Relation<Row>): Query<Row> {
  const { declaration } = view(`${name}${LIVE}`, `What ${name} stores, as it is now.`, { of }, (db) =>
    db.selectFrom('of').selectAll('of'),
  )
  return query({ ...declaration, site: callSite(stored) })
}

/** The view that a stored relation was declared together with; undefined if it stores a view of its own. */
export const ownView = ({ stored: settings, inputs }: QueryDeclaration) =>
  settings?.ownsView === true ? inputs['live'] : undefined
