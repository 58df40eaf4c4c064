import type { AnalysedProject } from '../model/analysed-project.js'
import type { CompiledCertification } from '../model/certification.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import { certifiedClosure } from './certified-closure.js'

/**
 * What no database would certify, found without one: views that depend on when, where or by whom they are asked, and
 * outputs that carry a moment.
 */
export async function certifiedLeaks(
  { certification, views }: CompiledProject,
  { relations, ...analysed }: AnalysedProject,
): Promise<readonly Diagnostic[]> {
  if (!certification) return []
  const { leakDiagnostics, momentDiagnostics } = await import('../analyze/index.js')
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const placeOf = (relation: string, column: string | null): Place => {
    const view = byName.get(relation)
    const places = view?.places ?? {}
    const place = column !== null && Object.hasOwn(places, column) ? places[column] : undefined
    return place ?? view?.place ?? {}
  }
  const closure = certifiedClosure({ ...analysed, relations }, certification)
  return [
    ...leakDiagnostics(relations, closure, certification.allowedFunctions, placeOf),
    ...momentDiagnostics(relations, outputs(certification), t0Of(certification), placeOf),
  ]
}

const outputs = ({ entrypoint, aliases }: CompiledCertification): ReadonlySet<string> =>
  new Set([entrypoint, ...aliases].map(displayName))

const t0Of = ({ entrypoint, t0 }: CompiledCertification) => ({
  relation: displayName(entrypoint),
  column: t0,
})
