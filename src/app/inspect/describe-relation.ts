import { kindNamed, whyUnbounded } from '../../analyze/index.js'
import type { ReaderSettings } from '../../model/compiled-project.js'
import { readerType } from '../../model/reader-type.js'
import { displayName } from '../../model/relation-name.js'
import type { Catalogs } from '../../resolve/index.js'
import { type InspectedRelation, notAnalyzed } from './analyze-database.js'
import { BaseLineage } from './base-lineage.js'
import type { InspectedColumn, InspectedView } from './inspect-report.js'

/** Describes relations of one database. */
export class Describer {
  readonly #inspected: ReadonlyMap<string, InspectedRelation>
  readonly #lineage: BaseLineage
  readonly #catalogs: Catalogs
  readonly #reader: ReaderSettings

  constructor(inspected: Iterable<InspectedRelation>, catalogs: Catalogs, reader: ReaderSettings) {
    const all = new Map([...inspected].map((one) => [displayName(one.found), one]))
    this.#inspected = all
    this.#catalogs = catalogs
    this.#reader = reader
    this.#lineage = new BaseLineage(
      new Map([...all].map(([name, { analyzed }]) => [name, analyzed])),
      new Set([...all].filter(([, { problem }]) => problem !== null).map(([name]) => name)),
    )
  }

  /** What a report says of a relation. */
  describe(relation: InspectedRelation): InspectedView {
    const { found, analyzed, problem } = relation
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
          reads: readerType(type, this.#reader),
          nullable: nullability.nullable,
          because: nullability.nullable ? nullability.because : null,
          values,
          unbounded: values !== null || isBoolean ? null : this.#whyUnbounded(relation, at),
          comment,
          lineage: this.#lineage.of(analyzed, name),
        }
      }),
      evidence: analyzed.evidence ?? [],
      rowLineage: this.#lineage.rowsOf(analyzed),
      reads: analyzed.dependsOn.map(displayName),
    }
  }

  /** Follows the column through the views that are read, to where the analysis stopped. */
  #whyUnbounded({ found, analyzed, resolved, problem }: InspectedRelation, at: number): string {
    const column = analyzed.columns[at]
    if (column === undefined) return 'it is not a column of the relation'
    const { type, name } = column
    if (kindNamed((type.base ?? type).name) === 'other') return `values of ${type.sql} are not followed`
    if (problem !== null) return notAnalyzed(found)
    if (resolved === null) return `nothing bounds ${displayName(found)}.${name}`
    const { because, at: stopped } = whyUnbounded(resolved.tree.query, at, this.#catalogs)
    const below = stopped && this.#inspected.get(stopped.relation)
    if (below === undefined || below.found.definition === null) return because
    const position = below.analyzed.columns.findIndex((one) => one.name === stopped?.column)
    return position < 0 ? because : this.#whyUnbounded(below, position)
  }
}
