import type { AnalyzedProject } from './analyzed-project.js'
import type { CompiledCertification } from './certification.js'
import { displayName } from './relation-name.js'

/** Names of the views that a certificate covers: the entrypoint, its aliases, and all views that they read. */
export function certifiedClosure(
  { relations }: Pick<AnalyzedProject, 'relations'>,
  { entrypoint, aliases }: CompiledCertification,
): ReadonlySet<string> {
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const closure = new Set([entrypoint, ...aliases].map(displayName))
  // Iteration includes names added by the loop.
  for (const name of closure) {
    for (const read of byName.get(name)?.dependsOn ?? []) {
      const next = byName.get(displayName(read))
      if (next?.kind === 'view') closure.add(displayName(next))
    }
  }
  return closure
}
