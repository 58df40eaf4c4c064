import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/**
 * A note for each certified relation whose declared key is not proven unique by its query. Gate B counts duplicates in
 * any case, so this is no error: it says that only the data can tell.
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
        message: `it cannot be proven from its query that no two rows have the same key (${key.join(', ')})`,
        hint: 'Gate B counts such rows at each certification. A proof needs keys of the sources, joins on whole keys, GROUP BY or DISTINCT.',
      })),
  )
  return [...new Map(found.map((note) => [JSON.stringify(note), note])).values()]
}
