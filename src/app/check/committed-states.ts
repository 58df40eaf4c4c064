import { collatedType, type RelationState, typeState } from '../../check/index.js'
import type { Catalog, CatalogLineage, CatalogRelation, CatalogType } from '../../emit/index.js'
import type { ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { typeKeyOf } from '../../model/upstream-type.js'

const refs = (lineage: CatalogLineage): ColumnRef[] =>
  Object.entries(lineage).flatMap(([relation, columns]) => columns.map((column) => ({ relation, column })))

const state = (relation: CatalogRelation, files: ReadonlyMap<string, string>): RelationState => ({
  relation: displayName(relation),
  kind: relation.kind,
  comment: relation.comment,
  columns: relation.columns.map(({ name, type, collation, nullable, comment, lineage, values }) => ({
    name,
    type: collatedType(type, collation),
    nullable,
    comment,
    lineage: refs(lineage),
    values: values ?? null,
  })),
  key: relation.kind === 'source' ? relation.key : null,
  definition: relation.viewdef === null ? null : (files.get(relation.viewdef)?.replace(/\n$/, '') ?? null),
  dependsOn: relation.dependsOn.map(displayName),
  rowLineage: refs(relation.rowLineage),
})

/** Columns are not recorded for a type; those of the other state are compared. */
const committedType = ({ schema, name, kind, definition }: CatalogType): RelationState =>
  typeState(typeKeyOf({ schema, name }, kind), kind, definition, [])

/** The states of relations in the committed files; undefined if there is no readable catalog. */
export function committedStates(files: ReadonlyMap<string, string>): RelationState[] | undefined {
  try {
    const catalog: Catalog = JSON.parse(files.get('catalog.json') ?? '')
    return catalog.schemaVersion === 1
      ? [
          ...(catalog.types ?? []).map(committedType),
          ...catalog.relations.map((relation) => state(relation, files)),
        ]
      : undefined
  } catch {
    return undefined
  }
}
