import type { RelationState } from '../check/index.js'
import type { Catalog, CatalogLineage, CatalogRelation } from '../emit/index.js'
import type { ColumnRef } from '../model/analysed-project.js'
import { displayName } from '../model/relation-name.js'

const refs = (lineage: CatalogLineage): ColumnRef[] =>
  Object.entries(lineage).flatMap(([relation, columns]) => columns.map((column) => ({ relation, column })))

const state = (relation: CatalogRelation, files: ReadonlyMap<string, string>): RelationState => ({
  relation: displayName(relation),
  kind: relation.kind,
  comment: relation.comment,
  columns: relation.columns.map(({ name, type, nullable, comment, lineage }) => ({
    name,
    type,
    nullable,
    comment,
    lineage: refs(lineage),
  })),
  key: relation.kind === 'source' ? relation.key : null,
  definition: relation.viewdef === null ? null : (files.get(relation.viewdef)?.replace(/\n$/, '') ?? null),
  dependsOn: relation.dependsOn.map(displayName),
  rowLineage: refs(relation.rowLineage),
})

/** What the committed files say of the relations; undefined when there is no catalog that can be read. */
export function committedStates(files: ReadonlyMap<string, string>): RelationState[] | undefined {
  try {
    const catalog: Catalog = JSON.parse(files.get('catalog.json') ?? '')
    return catalog.schemaVersion === 1
      ? catalog.relations.map((relation) => state(relation, files))
      : undefined
  } catch {
    return undefined
  }
}
