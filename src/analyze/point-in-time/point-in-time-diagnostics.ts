import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import type { PointInTimeProof, SourceVisit } from '../../model/point-in-time.js'
import { effectivePolicy } from '../../model/point-in-time-policy.js'
import { displayName } from '../../model/relation-name.js'
import { isMoment } from '../determinism/moment-diagnostics.js'

const lateAllowed = (source: string): string =>
  `certification({ pointInTime: { ${JSON.stringify(source)}: { lateAllowed: '…' } } })`

/**
 * What gate P would reject: strict sources of which an entrypoint may see rows that were recorded after its T0, sources
 * without a policy, and policies for what is not read. Nothing where the store declares no policies.
 *
 * @param placeOf the layer or view that reads a source.
 */
export function pointInTimeDiagnostics(
  relations: readonly AnalyzedRelation[],
  certified: CompiledCertification,
  { visits, anchor }: PointInTimeProof,
  placeOf: (visit: SourceVisit) => Place,
): readonly Diagnostic[] {
  const { pointInTime, place, entrypoint, t0 } = certified
  if (pointInTime === undefined) return []
  const declared = new Map(relations.map((relation) => [displayName(relation), relation]))
  const atEntrypoint = { ...place, relation: displayName(entrypoint) }
  const read = new Map(visits.map(({ source }) => [displayName(source), source]))
  const sourceOfT0 = anchor && displayName(anchor.source)

  const judged = [...read].flatMap(([name, source]): readonly Diagnostic[] => {
    const relation = declared.get(name)
    const knownAt = relation?.knownAt ?? (name === sourceOfT0 ? anchor?.column : undefined)
    if (!Object.hasOwn(pointInTime, name) && knownAt === undefined && relation?.timeless === undefined)
      return [
        {
          code: 'FS236',
          place: atEntrypoint,
          message: `it reads ${name}, of which nothing says when its rows were recorded`,
          hint: `Declare knownAt: '…' or timeless: '…' in source("${name}", …), or a policy: ${lateAllowed(name)}.`,
        },
      ]
    const open = visits.filter((visit) => displayName(visit.source) === name && visit.how === 'unproven')
    if (open.length === 0 || effectivePolicy(certified, source) !== 'strict') return []
    const column = relation?.columns.find((one) => one.name === knownAt)
    if (knownAt === undefined || column === undefined || !isMoment(column))
      return [
        {
          code: 'FS238',
          place: atEntrypoint,
          message:
            column === undefined
              ? `${name} is strict, and nothing says when its rows were recorded`
              : `${name} is strict, and its ${column.name} has the type ${column.type.sql}, which is not a date or time`,
          hint: `Declare knownAt: '…' in source("${name}", …), with a column that says when a row was recorded, or ${lateAllowed(name)}.`,
        },
      ]
    return open.map((visit) => ({
      code: 'FS235',
      place: placeOf(visit),
      message: `rows of ${name} that were recorded after the T0 "${t0}" may decide about a row of ${displayName(entrypoint)}`,
      hint: `Where it is read, before anything is aggregated or chosen, require ${visit.alias}.${knownAt} <= the T0, or declare why not: ${lateAllowed(name)}.`,
    }))
  })
  const idle = Object.keys(pointInTime)
    .filter((name) => !read.has(name))
    .map((name): Diagnostic => ({
      code: 'FS239',
      place: atEntrypoint,
      message: `pointInTime has a policy for "${name}", which is not a source that it reads`,
      hint:
        read.size > 0
          ? `It reads ${[...read.keys()].toSorted().join(', ')}. Correct the name, or remove the policy.`
          : 'Remove the policy.',
    }))
  return [...judged, ...idle]
}
