import type { Relation } from 'fusion-store'

/** Declarations for which a rewrite is made, and others for which it is not. */
export interface RewriteCases {
  /** By name; `expected/<rewrite>/<name>/` has the SQL before and after. */
  readonly made: Readonly<Record<string, Relation<object>>>
  /** By what stands in the way, with the reason that is given. */
  readonly notMade: Readonly<Record<string, readonly [relation: Relation<object>, why: string | RegExp]>>
}
