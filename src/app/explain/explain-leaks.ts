import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledView } from '../../model/compiled-project.js'
import { leakSentences } from '../../model/determinism-rules.js'
import { displayName } from '../../model/relation-name.js'
import { leakPlace } from '../build/certified-leaks.js'
import { placeOf } from './explain-reasons.js'
import type { ExplainedLeak } from './explanation.js'

/** The leaks of some relations, with their lines. */
export function explainLeaks(
  relations: readonly AnalyzedRelation[],
  views: readonly CompiledView[],
): readonly ExplainedLeak[] {
  const byName = new Map(views.map((view) => [displayName(view), view]))
  return relations.flatMap((relation) =>
    relation.leaks.map((leak) => {
      const { place } = leakPlace(byName.get(displayName(relation)), leak)
      return {
        relation: displayName(relation),
        layer: place.layer ?? null,
        column: place.column ?? null,
        place: placeOf(place),
        message: `${leak.what} ${leakSentences[leak.kind]}`,
      }
    }),
  )
}
