import { distState } from './dist-state.js'
import type { BenchOptions, Say } from './options.js'
import { ROOT } from './scratch-project.js'
import type { SectionResult, Table } from './table.js'

/** A table for each size of the synthetic project. */
export async function forEachSize(
  { views, runs }: BenchOptions,
  say: Say,
  measure: (size: number, runs: number, say: Say) => Promise<Table>,
): Promise<SectionResult> {
  const compiler = distState(ROOT)
  const tables: Table[] = []
  for (const size of views) tables.push(await measure(size, runs, (line) => say(`${size} views: ${line}`)))
  return {
    facts: { node: process.version, compiler, runs, views: views.join(', ') },
    tables,
    errors: [],
  }
}
