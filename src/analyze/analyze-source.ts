import type { AnalyzedColumn, AnalyzedRelation } from '../model/analyzed-project.js'
import type { CompiledSource, SourceColumn } from '../model/compiled-project.js'
import type { ResolvedSource } from '../resolve/index.js'
import { canBeNull, notNull } from './nullability/verdict.js'

/** Analyzes a source table: types as named by Postgres, nullability as declared. A key is never NULL. */
export const analyzeSource = (source: CompiledSource, resolved: ResolvedSource): AnalyzedRelation => {
  const declared = new Map(source.columns.map((column) => [column.name, column]))
  const { schema, name, kind, comment, key, knownAt, timeless, place } = source
  return {
    kind,
    schema,
    name,
    comment,
    columns: resolved.columns.map((column) => ({
      ...declaredParts(declared.get(column.name)),
      name: column.name,
      type: column.type,
      nullability: column.notNull
        ? notNull
        : canBeNull(`source column ${schema}.${name}.${column.name} is nullable`),
      lineage: [],
    })),
    dependsOn: [],
    rowLineage: [],
    leaks: [],
    key,
    ...(knownAt !== undefined && { knownAt }),
    ...(timeless !== undefined && { timeless }),
    uniqueKeys: key.length > 0 ? [key] : [],
    viewdef: null,
    place,
  }
}

/** The parts that come from the declaration alone. */
const declaredParts = (
  column: SourceColumn | undefined,
): Pick<AnalyzedColumn, 'comment' | 'uses' | 'collation'> => ({
  comment: column?.comment ?? '',
  ...(column?.uses && { uses: column.uses }),
  ...(column?.collation !== undefined && { collation: column.collation }),
})
