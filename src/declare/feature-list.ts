import { type CallSite, callSite } from './call-site.js'
import type { QueryDeclaration, Relation } from './relation.js'

export interface FeatureListSettings<Row> {
  /** `recommended`: part of the names of what is generated. */
  readonly name: string
  /** A whole number. Raise it when the list changes: models are trained on one version. */
  readonly version: number
  /** Put before the name of each column: `fusion_`. */
  readonly prefix: string
  /** In their order; booleans become 1 and 0. */
  readonly columns: readonly [keyof Row & string, ...(keyof Row & string)[]]
}

/** The settings as plain data, for compile. */
export interface FeatureListDeclaration {
  readonly of: QueryDeclaration | undefined
  readonly name: string
  readonly version: number
  readonly prefix: string
  readonly columns: readonly string[]
  readonly site: CallSite
}

/**
 * A list of features that trainers select from a guarded view, by name and version. The result goes into
 * `defineProject({ features })`; a build writes it to `stores.ts` as a select list, a join and a row type. What is
 * unknown stays NULL.
 *
 * @example
 * featureList(train, { name: 'recommended', version: 1, prefix: 'offer_', columns: ['score', 'is_scored', 'score_reason'] })
 */
export const featureList = <Row extends object>(
  of: Relation<Row>,
  { name, version, prefix, columns }: FeatureListSettings<Row>,
): FeatureListDeclaration => ({
  of: of?.declaration.kind === 'view' ? of.declaration : undefined,
  name,
  version,
  prefix,
  columns: Array.isArray(columns) ? columns : [],
  site: callSite(featureList),
})
