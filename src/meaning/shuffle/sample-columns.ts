import type { CompiledSource } from '../../model/compiled-project.js'

/**
 * Columns whose values choose the rows of a source that has too many: the key columns, of either source, that it shares
 * with another source, for the other source with which it shares the most. Rows that match in a join are thus sampled
 * together. A source that shares none is sampled by its key, or by whole rows.
 */
export function sampleColumns(source: CompiledSource, sources: readonly CompiledSource[]): readonly string[] {
  const namesOf = ({ columns }: CompiledSource): string[] => columns.map(({ name }) => name)
  const names = namesOf(source)
  let most: readonly string[] = []
  for (const other of sources) {
    if (other === source) continue
    const theirs = namesOf(other)
    const keys = [...new Set([...source.key, ...other.key])]
    // In one order on both sides.
    const shared = keys.filter((name) => names.includes(name) && theirs.includes(name)).toSorted()
    if (shared.length > most.length) most = shared
  }
  if (most.length > 0) return most
  return source.key.length > 0 ? source.key : names
}
