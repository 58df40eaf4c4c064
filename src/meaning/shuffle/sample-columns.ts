import type { CompiledSource } from '../../model/compiled-project.js'

/**
 * Columns by whose values rows are chosen where a source has too many: those that it shares with another source, of the
 * keys of both, as many as there are. So rows that meet in a join are taken together. A source that shares none is
 * sampled by its key, or by whole rows.
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
