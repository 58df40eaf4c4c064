import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/**
 * A note for each source whose changes make a stored relation compute all its rows, although it is refreshed by key. This
 * is not an error: the rows are right, and the source may change seldom.
 */
export const storedNotes = ({ relations }: AnalyzedProject): readonly Diagnostic[] =>
  relations.flatMap(({ tracked = [], place, ...relation }) =>
    tracked.flatMap(({ relation: source, paths, declared }): readonly Diagnostic[] =>
      paths !== null || declared
        ? []
        : [
            {
              code: 'FS243',
              place: { ...place, relation: displayName(relation) },
              message: `a change of ${source} computes the whole relation`,
              hint: `Declare a path, paths: { '${source}': { … } }, or store the part that reads it on its own.`,
            },
          ],
    ),
  )
