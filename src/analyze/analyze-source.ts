import type { AnalysedRelation } from '../model/analysed-project.js'
import type { CompiledSource } from '../model/compiled-project.js'
import type { ResolvedSource } from '../resolve/index.js'
import { canBeNull, notNull } from './nullability/verdict.js'

/** A source table: types as Postgres names them, nullability as declared; a key is never NULL. */
export const analyzeSource = (source: CompiledSource, resolved: ResolvedSource): AnalysedRelation => {
  const comments = new Map(source.columns.map(({ name, comment }) => [name, comment]))
  const { schema, name, kind, comment, key, place } = source
  return {
    kind,
    schema,
    name,
    comment,
    columns: resolved.columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullability: column.notNull
        ? notNull
        : canBeNull(`source column ${schema}.${name}.${column.name} is nullable`),
      comment: comments.get(column.name) ?? '',
      lineage: [],
    })),
    dependsOn: [],
    rowLineage: [],
    leaks: [],
    key,
    viewdef: null,
    place,
  }
}
