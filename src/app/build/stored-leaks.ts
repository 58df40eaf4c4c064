import type { AnalyzedProject, AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { DiagnosticCode } from '../../model/diagnostics/registry.js'
import { displayName } from '../../model/relation-name.js'
import { certifiedClosure } from '../../model/certified-closure.js'
import { leakPlace } from './certified-leaks.js'

/** Leaks after which each of two answers is right, or that nobody can judge. */
const uncertain: ReadonlySet<DiagnosticCode> = new Set(['FS223', 'FS224', 'FS225'])

interface StoredLeaks {
  readonly errors: readonly Diagnostic[]
  readonly notes: readonly Diagnostic[]
}

/**
 * Finds stored relations whose view gives other rows although no source has changed: what gate A2 rejects of a certified
 * relation. Where triggers say what to compute again, this is an error, because they do not notice it. A relation that
 * is computed whole has the rows of its last refresh, which is a note.
 */
export async function storedLeaks(
  { certifications, views }: CompiledProject,
  analyzed: AnalyzedProject,
): Promise<StoredLeaks> {
  const { relations } = analyzed
  const stored = relations.filter((relation) => relation.stored !== undefined)
  if (stored.length === 0) return { errors: [], notes: [] }
  const { leakDiagnostics } = await import('../../analyze/index.js')
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const certified = new Set(certifications.flatMap((one) => [...certifiedClosure(analyzed, one)]))
  const vouched = {
    allowedFunctions: certifications.flatMap(({ allowedFunctions }) => allowedFunctions),
    ordered: certifications.flatMap(({ ordered }) => ordered),
  }
  const found = stored.flatMap((relation) => {
    const name = displayName(relation)
    const isTracked = relation.stored?.refresh === 'byKey' && relation.stored.track === 'triggers'
    // Of what is certified, each leak is an error of its own.
    const computed = new Set([...computedWith(relation, relations)].filter((one) => !certified.has(one)))
    const leaks = leakDiagnostics(relations, computed, vouched, (view, leak) =>
      leakPlace(byName.get(view), leak),
    )
    return leaks.map(({ code, message, hint, ...leak }): Diagnostic => {
      if (isTracked && !uncertain.has(code))
        return {
          ...leak,
          code: 'FS245',
          message: `${message}, and no trigger tells ${name} when its rows change`,
          hint: `${hint} Or compute ${name} whole, with refresh: 'full' or track: 'compare': its rows are then those of the last refresh.`,
        }
      return {
        ...leak,
        code: 'FS246',
        message: `${message}: rows of ${name} can differ from those of its view`,
        hint,
      }
    })
  })
  const errors = found.filter(({ code }) => code === 'FS245')
  return { errors, notes: found.filter((one) => !errors.includes(one)) }
}

/** Names of the views that a refresh of a stored relation computes: those below it, down to other stored relations. */
function computedWith(stored: AnalyzedRelation, relations: readonly AnalyzedRelation[]): ReadonlySet<string> {
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const computed = new Set([displayName(stored)])
  // Iteration includes names added by the loop.
  for (const name of computed) {
    for (const read of byName.get(name)?.dependsOn ?? []) {
      const next = byName.get(displayName(read))
      if (next?.kind === 'view' && next.stored === undefined) computed.add(displayName(next))
    }
  }
  return computed
}
