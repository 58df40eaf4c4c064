import type { Declaration } from '../declare/relation.js'
import type { CompiledVisit } from '../model/compiled-project.js'
import { splitName } from '../model/relation-name.js'
import { traceColumn } from './facts/trace-column.js'
import type { OutputsOf } from './scope/outputs.js'

/** Visits by declaration; none for most. */
export type Visits = WeakMap<Declaration, readonly CompiledVisit[]>

/**
 * The keys by which aggregates visit a source; one whose key is computed or comes from several sources is left out.
 *
 * @param known those of an earlier call, to which this one adds.
 */
export const compileVisits = (
  declarations: readonly Declaration[],
  outputsOf: OutputsOf,
  known: Visits,
): readonly CompiledVisit[] =>
  declarations.flatMap((declaration) => {
    const visits = known.get(declaration) ?? visitsOf(declaration, outputsOf)
    known.set(declaration, visits)
    return visits
  })

function visitsOf(declaration: Declaration, outputsOf: OutputsOf): readonly CompiledVisit[] {
  if (declaration.kind !== 'aggregate' || !declaration.of) return []
  const { name, of, by } = declaration
  const traces = by.map((column) => traceColumn(of, column, outputsOf))
  const columns = traces.flatMap((trace) => ('why' in trace ? [] : [trace.column]))
  const [source, ...others] = new Set(traces.map((trace) => ('why' in trace ? undefined : trace.source)))
  if (source === undefined || others.length > 0 || columns.length === 0) return []
  return [{ name, source: splitName(source), columns }]
}
