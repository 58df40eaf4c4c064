import type { FutureTarget } from '../../meaning/index.js'
import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject, CompiledSource } from '../../model/compiled-project.js'
import type { SourceInFuture } from '../../model/future-check.js'
import { effectivePolicy } from '../../model/point-in-time-policy.js'
import { displayName } from '../../model/relation-name.js'

/** Types of columns that are compared with a T0, as SQL writes them. */
const MOMENT = /^(date|timestamp(\(\d\))?( with(out)? time zone)?|timestamptz(\(\d\))?)$/i

/**
 * What is changed for each certification: rows of the sources that are not allowed to be late, as far as something says
 * when they were recorded.
 */
export const futureTargets = (
  project: CompiledProject,
  { pointInTime = [] }: AnalyzedProject,
  certifications: readonly CompiledCertification[],
): readonly FutureTarget[] =>
  certifications.map((certified): FutureTarget => {
    const { visits, anchor } = pointInTime[project.certifications.indexOf(certified)] ?? { visits: [] }
    const read = new Set(visits.map(({ source }) => displayName(source)))
    const late: { readonly source: CompiledSource; readonly times: readonly string[] }[] = []
    const sources: SourceInFuture[] = []
    for (const source of project.sources.filter((one) => read.has(displayName(one)))) {
      const { schema, name, knownAt, timeless } = source
      const policy = effectivePolicy(certified, source)
      const t0 = anchor && displayName(anchor.source) === displayName(source) ? anchor.column : undefined
      const times = [...new Set([knownAt, t0])].filter(
        (column) =>
          column !== undefined && source.columns.some((one) => one.name === column && MOMENT.test(one.type)),
      ) as string[]
      const leave = (because: string): void =>
        void sources.push({ schema, name, treatment: 'left alone', because })
      if (typeof policy === 'object') leave(`late rows are allowed: ${policy.lateAllowed}`)
      else if (timeless !== undefined) leave(`timeless: ${timeless}`)
      else if (times.length === 0) leave('nothing says when its rows were recorded')
      else {
        late.push({ source, times })
        sources.push({ schema, name, treatment: 'changed', because: `recorded at ${times.join(' and ')}` })
      }
    }
    return { entrypoint: certified.entrypoint, t0: certified.t0, late, sources }
  })
