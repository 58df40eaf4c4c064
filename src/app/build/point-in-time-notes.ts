import type { CompiledProject } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/** A note for each certification that asks nothing of what its sources show of the time after the T0. */
export const pointInTimeNotes = ({ certifications }: CompiledProject): readonly Diagnostic[] =>
  certifications
    .filter(({ pointInTime }) => pointInTime === undefined)
    .map(({ entrypoint, place }) => ({
      code: 'FS237',
      place: { ...place, relation: displayName(entrypoint) },
      message: 'features may see rows that were recorded after the T0: it has no point-in-time policies',
      hint: 'Declare knownAt or timeless for its sources, and pointInTime: {} for the certification, and gate P proves that they do not.',
    }))
