import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'

const keyOf = ({ relation, column }: ColumnRef): string => `${relation}\n${column}`

/**
 * The source columns that a column is computed from, followed through all views in between; empty if it is computed from
 * constants alone. A source column is computed from itself.
 */
export function sourceColumnsOf(
  relations: readonly AnalyzedRelation[],
): (ref: ColumnRef) => ReadonlySet<string> {
  const byKey = new Map(
    relations.flatMap((relation) =>
      relation.columns.map(({ name, lineage }) => {
        const own = { relation: displayName(relation), column: name }
        return [keyOf(own), relation.kind === 'source' ? undefined : lineage] as const
      }),
    ),
  )
  const known = new Map<string, ReadonlySet<string>>()
  const trace = (ref: ColumnRef): ReadonlySet<string> => {
    const key = keyOf(ref)
    const lineage = byKey.get(key)
    const found =
      known.get(key) ?? new Set(lineage === undefined ? [key] : lineage.flatMap((from) => [...trace(from)]))
    known.set(key, found)
    return found
  }
  return trace
}
