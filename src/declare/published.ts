import { callSite } from './call-site.js'
import type { Relation } from './relation.js'

/**
 * A view of the same project by its name, typed by its generated row type. The module that declares it is not imported,
 * so each module of a large project type-checks on its own. In return, the types are those of the last build.
 *
 * @param name `schema.view` of a view that `fusion.config.ts` lists.
 * @example
 * import type { VCheapRow } from '../generated/rows.js'
 * const cheap = published<VCheapRow>('shop.v_cheap')
 */
export function published<Row extends object>(name: string): Relation<Row> {
  return { declaration: { kind: 'reference', name, comment: '', site: callSite(published) } }
}
