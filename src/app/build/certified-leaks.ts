import type { LeakPlace, MomentRules, T0Rules } from '../../analyze/index.js'
import type { AnalyzedProject, ColumnRef } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject, CompiledView } from '../../model/compiled-project.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import type { Leak } from '../../model/leak.js'
import { displayName } from '../../model/relation-name.js'
import { certifiedClosure } from '../../model/certified-closure.js'

/**
 * Finds, without a database, what gates A2 and P would reject: views that depend on the time, the session or the user,
 * outputs that have a date or time type or are computed from the T0 alone, and sources whose rows may be read although
 * they were recorded after the T0.
 */
export async function certifiedLeaks(
  { certifications, views }: CompiledProject,
  { relations, pointInTime = [] }: AnalyzedProject,
): Promise<readonly Diagnostic[]> {
  if (certifications.length === 0) return []
  const { leakDiagnostics, momentDiagnostics, pointInTimeDiagnostics, t0Diagnostics } =
    await import('../../analyze/index.js')
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const ownPlaceOf = ({ relation, column }: ColumnRef): Place | undefined => {
    const places = byName.get(relation)?.places ?? {}
    return Object.hasOwn(places, column) ? places[column] : undefined
  }
  const placeOf = (relation: string, column: string | null): Place =>
    (column === null ? undefined : ownPlaceOf({ relation, column })) ?? byName.get(relation)?.place ?? {}
  const found = certifications.flatMap((certification, at) => {
    const closure = certifiedClosure({ relations }, certification)
    return [
      ...leakDiagnostics(relations, closure, certification, (name, leak) =>
        leakPlace(byName.get(name), leak),
      ),
      ...momentDiagnostics(relations, momentRules(certification), placeOf),
      ...t0Diagnostics(relations, t0Rules(certification), ownPlaceOf),
      ...pointInTimeDiagnostics(
        relations,
        certification,
        pointInTime[at] ?? { visits: [] },
        ({ view, location }) => visitPlace(byName.get(displayName(view)), location),
      ),
    ]
  })
  // A view that two entrypoints read is reported once.
  return [...new Map(found.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()]
}

const momentRules = (certification: CompiledCertification): MomentRules => ({
  outputs: new Set([certification.entrypoint, ...certification.aliases].map(displayName)),
  t0: t0Of(certification),
  moments: new Set(Object.keys(certification.moments)),
  place: certification.place,
})

const t0Rules = (certification: CompiledCertification): T0Rules => ({
  outputs: new Set([certification.entrypoint, certification.guarded].map(displayName)),
  t0: t0Of(certification),
  key: certification.key,
  meant: new Set(Object.keys(certification.t0Features)),
})

const t0Of = ({ entrypoint, t0 }: CompiledCertification) => ({
  relation: displayName(entrypoint),
  column: t0,
})

/** Place of the layer that reads a source, or of the view if the layer is not known. */
function visitPlace(view: CompiledView | undefined, location: number | undefined): Place {
  if (!view) return {}
  const of = { ...view.place, relation: displayName(view) }
  const piece =
    location === undefined ? undefined : view.pieceAt?.(characterOf(view.select, location), 'query')
  if (!piece || piece.relation === of.relation) return { ...of, ...piece?.place }
  return { ...of, ...piece.place, layer: piece.relation }
}

/** Place of a leak: its expression, or the view if no expression is known. */
export function leakPlace(view: CompiledView | undefined, { location, isInFrom, column }: Leak): LeakPlace {
  if (!view) return { place: {} }
  const relation = displayName(view)
  const piece =
    location === undefined
      ? undefined
      : view.pieceAt?.(characterOf(view.select, location), isInFrom ? 'query' : 'expression')
  if (!piece) return { place: { ...view.place, relation, ...(column !== null && { column }) } }
  const named = piece.column ?? (piece.relation === relation ? column : null)
  return {
    place: {
      ...piece.place,
      relation,
      ...(named !== null && { column: named }),
      ...(piece.relation !== relation && { layer: piece.relation }),
    },
    ...(piece.excerpt !== '' && { excerpt: piece.excerpt }),
  }
}

/** Postgres counts positions in bytes. */
export const characterOf = (text: string, byte: number): number =>
  Buffer.from(text).subarray(0, byte).toString().length
