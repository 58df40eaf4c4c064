import type { DriftPolicy, PointInTimePolicy } from '../model/certification.js'
import { type CallSite, callSite } from './call-site.js'
import type { Columns } from './column.js'
import { layer } from './layer.js'
import type { RowBuilder } from './row-builder.js'
import type { Declaration, QueryDeclaration, Relation, StoredDeclaration } from './relation.js'
import type { WithoutLabels } from './point-in-time/label-type.js'

/** An order that cannot be proven total, and the author's statement that it is total or does not matter. */
export interface VouchedOrderSettings {
  /** The view of the project whose own query contains the order. */
  readonly relation: Relation<object>
  /** The column that is computed with it; without one, every order in the view. */
  readonly column?: string
  /** What makes the order total: `scan_no, which the scanner never repeats`. */
  readonly orderedBy: string
  readonly because: string
}

/** What is certified in a store, and how. */
export interface CertificationSettings<Entry, Row, K extends keyof Entry & keyof Row & string> {
  /** The certified relation, whose rows are hashed by day. */
  readonly entrypoint: Relation<Entry> & WithoutLabels<Entry>
  /** Its column by whose UTC day rows are hashed: timestamptz, timestamp or date. */
  readonly t0: keyof Entry & string
  /** The columns that identify a row, in the entrypoint and in `checked`. */
  readonly key: readonly K[]
  /** The view that trainers read, declared by `guarded`. */
  readonly guarded: Relation<object> & { readonly declaration: QueryDeclaration }
  /** Further relations that share the entrypoint's verdict. */
  readonly aliases?: readonly Relation<object>[]
  /** The relation whose rows must all satisfy the invariants. */
  readonly checked: Relation<Row> & WithoutLabels<Row>
  /** Conditions that must be true for every row; NULL is not true. */
  readonly invariants: (eb: RowBuilder<Row>) => Columns
  /**
   * Invariants of the certification that are gates of their own: the certificate names each beside the other gates, with
   * its own code.
   */
  readonly gates?: readonly string[]
  /** Days of data that are captured first. Default 365. */
  readonly baselineDays?: number
  /** Name of the procedure in the audit schema that certifies the store. Default `run_t0_cert_<project>`. */
  readonly procedure?: string
  /** Database roles; they are created where they do not exist. Default `fusion_trainer` and `fusion_certifier`. */
  readonly roles?: { readonly trainer?: string; readonly certifier?: string }
  /**
   * Functions whose body Postgres cannot show (C, plpgsql) and that you vouch for, as `schema.name(type,…)`. Each
   * certificate records them.
   */
  readonly allowedFunctions?: readonly string[]
  /**
   * Columns of the entrypoint, or of the guarded view, that are computed from the T0 alone and intended as features,
   * such as the hour of the day, each with its reason. Each certificate records them. A column that is not listed here
   * is an error.
   *
   * @example { edited_hour: 'Listings that are edited at night are cheaper; the hour is known at T0.' }
   */
  readonly t0Features?: Readonly<Record<string, string>>
  /**
   * Intended columns of a date or time type of the entrypoint, an alias or the guarded view, each with its reason. The
   * T0 of the guarded view is one too. Each certificate records them. A column that is not listed here is an error.
   *
   * @example { edited_on: 'Trainers of other stores join on the listing and its T0.' }
   */
  readonly moments?: Readonly<Record<string, string>>
  /**
   * When drift fails gate C (code `C.drift`): over all checked days, more rows that were added, removed or restated
   * than `rows`, or more drifted days than `days`. Without a limit, any drift does. Default: drift is recorded and
   * never fails.
   *
   * @example { policy: 'fail', rows: 100, days: 2 }
   */
  readonly drift?: DriftPolicy
  /** Orders that cannot be proven total and that you vouch for. Each certificate records them. */
  readonly ordered?: readonly VouchedOrderSettings[]
  /**
   * How the guarded view reads the view that it guards. By default directly. `stored`: through a stored relation of the
   * same rows, by the same key, refreshed by key; settings of `stored()` say otherwise. The relation is created beside
   * the guarded view, under the name of the view that it stores with the suffix `_stored`.
   *
   * @example { refresh: 'byKey', track: 'compare', maxAge: '1 hour' }
   */
  readonly served?: 'stored' | ServedSettings
  /**
   * What gate P demands of each source, by `schema.table`: `strict`, that no row of the entrypoint sees a row that was
   * recorded after its T0, which the build proves; or `{ lateAllowed: 'why' }`, that it may. Each certificate records the
   * reasons and what was proven. Sources with `knownAt`, and the one that has the T0, are strict by default; those that
   * are `timeless` need no policy; any other source must be listed. Without this setting, gate P asks for nothing.
   *
   * @example { 'shop.photos': { lateAllowed: 'Photos are labeled later, for old offers too.' } }
   */
  readonly pointInTime?: Readonly<Record<string, PointInTimePolicy>>
}

/** How the rows are stored that a guarded view reads. */
export type ServedSettings = Partial<Omit<StoredDeclaration, 'key' | 'ownsView'>>

export interface VouchedOrderDeclaration {
  readonly relation: Declaration | undefined
  readonly column: string | undefined
  readonly orderedBy: string
  readonly because: string
}

/** The settings as plain data, for compile. */
export interface CertificationDeclaration {
  readonly entrypoint: Declaration | undefined
  readonly t0: string
  readonly key: readonly string[]
  readonly guarded: QueryDeclaration | undefined
  readonly aliases: readonly (Declaration | undefined)[]
  readonly checked: Declaration | undefined
  /** Computes the invariants, each as a column, over `checked`. */
  readonly contract: QueryDeclaration
  readonly baselineDays: number
  readonly procedure: string | undefined
  readonly roles: { readonly trainer: string; readonly certifier: string }
  readonly allowedFunctions: readonly string[]
  readonly t0Features: Readonly<Record<string, string>>
  readonly moments: Readonly<Record<string, string>>
  readonly drift: DriftPolicy
  readonly ordered: readonly VouchedOrderDeclaration[]
  readonly gates: readonly string[]
  readonly served?: ServedSettings
  readonly pointInTime: Readonly<Record<string, PointInTimePolicy>> | undefined
  readonly site: CallSite
}

/**
 * Declares what is certified in a store. The result goes into `defineProject({ certification })`.
 *
 * @example
 * certification({
 *   entrypoint, t0: 'edited_on', key: ['offer_id'], guarded: train, checked: offers,
 *   invariants: (eb) => ({ cheap_is_known: column('A cheap offer has a price.', …) }),
 * })
 */
export function certification<Entry, Row extends object, K extends keyof Entry & keyof Row & string>({
  entrypoint,
  t0,
  key,
  guarded,
  aliases = [],
  checked,
  invariants,
  baselineDays = 365,
  procedure,
  roles = {},
  allowedFunctions = [],
  t0Features = {},
  moments = {},
  drift = { policy: 'allow' },
  ordered = [],
  gates = [],
  served,
  pointInTime,
}: CertificationSettings<Entry, Row, K>): CertificationDeclaration {
  const contract = layer('contract', 'The invariants of every row.', { checked }, (db) =>
    db.selectFrom('checked').selectAll('checked'),
  ).columns(invariants as never)
  return {
    entrypoint: entrypoint?.declaration,
    t0,
    key,
    guarded: guarded?.declaration,
    aliases: aliases.map((relation) => relation?.declaration),
    checked: checked?.declaration,
    contract: contract.declaration,
    baselineDays,
    procedure,
    roles: { trainer: roles.trainer ?? 'fusion_trainer', certifier: roles.certifier ?? 'fusion_certifier' },
    allowedFunctions,
    t0Features,
    moments,
    drift,
    ordered: ordered.map(({ relation, column, orderedBy, because }) => ({
      relation: relation?.declaration,
      column,
      orderedBy,
      because,
    })),
    gates,
    ...(served !== undefined && { served: served === 'stored' ? {} : served }),
    pointInTime,
    site: callSite(certification),
  }
}
