import type { AnalyzedProject } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { functionStates } from './function-state.js'
import type { RelationState } from './relation-state.js'
import { typeStates, valuesOf } from './type-state.js'

/** Type and collation of a column, as in CREATE TABLE. */
export const collatedType = (type: string, collation: string | undefined): string =>
  collation === undefined ? type : `${type} COLLATE ${collation}`

/** The state of every type and relation of a compiled project. */
export const statesOf = ({ types, functions, relations }: AnalyzedProject): RelationState[] => [
  ...typeStates(types),
  ...functionStates(functions),
  ...relations.map((relation): RelationState => ({
    relation: displayName(relation),
    kind: relation.kind,
    comment: relation.comment,
    columns: relation.columns.map(
      ({ name, type, nullability, comment, lineage, uses, collation, values }) => ({
        name,
        type: collatedType(type.sql, collation),
        nullable: nullability.nullable,
        comment,
        lineage: uses ? valuesOf(uses) : lineage,
        values: values ?? null,
      }),
    ),
    key: relation.kind === 'source' ? relation.key : null,
    definition: relation.viewdef,
    dependsOn: [...relation.dependsOn.map(displayName), ...(relation.calls ?? [])],
    rowLineage: relation.rowLineage,
  })),
]
