import { kindNamed, whyUnbounded } from '../../analyze/index.js'
import type { AnalyzedColumn } from '../../model/analyzed-project.js'
import type { ReaderSettings } from '../../model/compiled-project.js'
import { readerType } from '../../model/reader-type.js'
import { displayName } from '../../model/relation-name.js'
import type { Catalogs } from '../../resolve/index.js'
import type { InspectedRelation } from './analyze-database.js'
import type { BaseLineage } from './base-lineage.js'
import type { InspectedColumn, InspectedView } from './inspect-report.js'

/** What a report says of a relation. */
export function describeRelation(
  { found, analyzed, resolved, problem }: InspectedRelation,
  catalogs: Catalogs,
  lineage: BaseLineage,
  reader: ReaderSettings,
): InspectedView {
  const why = ({ type, name }: AnalyzedColumn, at: number): string => {
    const { name: base } = type.base ?? type
    if (kindNamed(base) === 'other') return `values of ${type.sql} are not followed`
    if (problem !== null) return problem
    return resolved === null
      ? `nothing bounds ${displayName(found)}.${name}`
      : whyUnbounded(resolved.tree.query, at, catalogs)
  }
  return {
    schema: found.schema,
    name: found.name,
    kind: found.kind,
    comment: found.comment,
    problem,
    columns: analyzed.columns.map((column, at): InspectedColumn => {
      const { name, type, nullability, comment } = column
      const values = type.labels ? { oneOf: type.labels } : (column.values ?? null)
      const isBoolean = (type.base ?? type).name === 'bool'
      return {
        name,
        type: type.sql,
        typeName: [type.schema, type.name],
        reads: readerType(type, reader),
        nullable: nullability.nullable,
        because: nullability.nullable ? nullability.because : null,
        values,
        unbounded: values !== null || isBoolean ? null : why(column, at),
        comment,
        lineage: lineage.of(analyzed, name),
      }
    }),
    evidence: analyzed.evidence ?? [],
    rowLineage: lineage.rowsOf(analyzed),
    reads: analyzed.dependsOn.map(displayName),
  }
}
