import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledSource } from '../../model/compiled-project.js'
import type { KnownHow, PointInTimeProof } from '../../model/point-in-time.js'
import { effectivePolicy } from '../../model/point-in-time-policy.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'

/** What gate P keeps of a source: how its rows are known by the T0, or why that does not matter. */
interface SourceRecord {
  readonly policy: 'strict' | 'timeless' | 'late allowed' | 'unproven'
  /** Of a strict source: how each read of it is proven. */
  readonly how?: readonly KnownHow[]
  /** Of a strict source: the column that is compared. */
  readonly known_at?: string
  readonly because?: string
}

/**
 * The proof of a certification as the database keeps it, by the SQL names of the sources. A source that is not proven, which
 * a build does not let through, fails the gate.
 */
export function pointInTimeRecord(
  certified: CompiledCertification,
  proof: NonNullable<AnalyzedProject['pointInTime']>[number] | undefined,
  sources: readonly CompiledSource[],
): object {
  if (certified.pointInTime === undefined) return { declared: false }
  const { visits, anchor }: PointInTimeProof = proof ?? { visits: [] }
  const declared = new Map(sources.map((source) => [displayName(source), source]))
  const names = [...new Set(visits.map(({ source }) => displayName(source)))].toSorted()
  const record = (name: string): SourceRecord => {
    const { schema = '', name: table = '', knownAt, timeless } = declared.get(name) ?? {}
    const policy = effectivePolicy(certified, { schema, name: table })
    if (typeof policy === 'object') return { policy: 'late allowed', because: policy.lateAllowed }
    if (timeless !== undefined) return { policy: 'timeless', because: timeless }
    const how = new Set(visits.flatMap((visit) => (displayName(visit.source) === name ? [visit.how] : [])))
    const knownColumn = knownAt ?? (anchor && displayName(anchor.source) === name ? anchor.column : undefined)
    return {
      policy: how.has('unproven') ? 'unproven' : 'strict',
      how: [...how].toSorted(),
      ...(knownColumn !== undefined && { known_at: knownColumn }),
    }
  }
  return {
    declared: true,
    sources: Object.fromEntries(
      names.map((name) => [quoteRelation(declared.get(name) ?? { schema: '', name }), record(name)]),
    ),
  }
}
