import { provePointInTime } from '../../analyze/index.js'
import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { PointInTimeProof } from '../../model/point-in-time.js'
import { effectivePolicy } from '../../model/point-in-time-policy.js'
import { displayName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'
import { byteInSelect, locatedTrees, type Resolution } from '../../resolve/index.js'

/** What is proven of the sources that each certification reads. */
export type PointInTimeProofs = ReadonlyMap<CompiledCertification, PointInTimeProof>

/**
 * Proves what the sources of some certifications show of the future. Where a strict source is not proven, the places in
 * the text of the views are found, too.
 *
 * @param resolution with all views that the entrypoints read.
 * @param relations every relation of the project, analyzed, by display name.
 */
export async function provePointsInTime(
  certifications: readonly CompiledCertification[],
  { views, types }: CompiledProject,
  { views: resolved, catalogs }: Pick<Resolution, 'views' | 'catalogs'>,
  relations: ReadonlyMap<string, AnalyzedRelation>,
  session: Session,
): Promise<PointInTimeProofs> {
  const queries = new Map(resolved.map((view) => [displayName(view), view.tree.query]))
  const proofs = new Map<CompiledCertification, PointInTimeProof>()
  for (const certified of certifications) {
    const proof = provePointInTime(certified, queries, catalogs, relations)
    const open = proof.visits.filter(
      ({ source, how }) => how === 'unproven' && effectivePolicy(certified, source) === 'strict',
    )
    const reading = new Set(open.map(({ view }) => displayName(view)))
    const located =
      reading.size === 0
        ? new Map()
        : await locatedTrees(
            session,
            views.filter((view) => reading.has(displayName(view))),
            types,
          )
    const found =
      located.size === 0
        ? proof
        : provePointInTime(certified, new Map([...queries, ...located]), catalogs, relations)
    // A tree that is another than the stored one would give places of something else.
    const isSame = found.visits.length === proof.visits.length
    proofs.set(certified, { ...proof, visits: isSame ? found.visits.map(inSelect) : proof.visits })
  }
  return proofs
}

const inSelect = (visit: PointInTimeProof['visits'][number]): PointInTimeProof['visits'][number] => {
  const { location, ...rest } = visit
  return location === undefined ? rest : { ...rest, location: byteInSelect(location) }
}
