import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/**
 * A note for each certified relation whose declared key is not proven unique by its query. This is not an error, because
 * gate B counts duplicates in the data.
 */
export function keyNotes(
  { certifications }: CompiledProject,
  { relations }: AnalyzedProject,
): readonly Diagnostic[] {
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const found = certifications.flatMap(({ entrypoint, checked, key, place }) =>
    [...new Set([entrypoint, checked].map(displayName))]
      .filter(
        (name) => !byName.get(name)?.uniqueKeys.some((unique) => unique.every((one) => key.includes(one))),
      )
      .map((name): Diagnostic => ({
        code: 'FS227',
        place: { ...place, relation: name },
        message: `its query does not prove that the key (${key.join(', ')}) is unique`,
        hint: 'Gate B counts duplicate keys at each certification. A proof needs keys of the sources, joins on whole keys, GROUP BY or DISTINCT.',
      })),
  )
  return [...new Map(found.map((note) => [JSON.stringify(note), note])).values()]
}
