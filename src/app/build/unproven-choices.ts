import type { AnalyzedProject } from '../../model/analyzed-project.js'
import { choiceName } from '../../model/choice-name.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { leakPlace } from './certified-leaks.js'

/**
 * An error for each asOf whose facts may have several rows of the same key, instant and tie. The analysis reports its
 * LIMIT as a leak of order then, also where nothing is certified.
 */
export function unprovenChoices(
  { views }: CompiledProject,
  { relations }: AnalyzedProject,
): readonly Diagnostic[] {
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const found = relations.flatMap((relation) =>
    relation.leaks
      .filter(({ kind, within = [] }) => kind === 'order' && within.at(-1) === choiceName)
      .map((leak): Diagnostic => ({
        code: 'FS231',
        place: leakPlace(byName.get(displayName(relation)), leak).place,
        message: 'asOf may find several facts of the same key and instant, and tie does not say which',
        hint: 'Add to tie what makes key, at and tie unique in the facts. A proof needs keys of the sources, joins on whole keys, GROUP BY or DISTINCT.',
      })),
  )
  // A layer is contained in every view that reads it.
  return [
    ...new Map(
      found.map((one) => [JSON.stringify([one.place.file, one.place.line, one.place.layer]), one]),
    ).values(),
  ]
}
