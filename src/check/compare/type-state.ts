import type { ColumnRef } from '../../model/analyzed-project.js'
import { createType } from '../../model/create/create-type.js'
import { type CompiledType, typeKey } from '../../model/upstream-type.js'
import type { RelationState } from './relation-state.js'

/** What stands for the values of a type, so that lineage leads from it to the columns that hold them. */
const VALUES = 'values'

/** The values of some types, by key, as lineage has them. */
export const valuesOf = (keys: readonly string[]): readonly ColumnRef[] =>
  keys.map((relation) => ({ relation, column: VALUES }))

/**
 * An upstream type as one side of a comparison knows it.
 *
 * @param definition what creates it; null when that is not known.
 * @param uses keys of the types that it is made of.
 */
export const typeState = (
  key: string,
  kind: string,
  definition: string | null,
  uses: readonly string[],
): RelationState => ({
  relation: key,
  kind: 'type',
  comment: null,
  columns: [{ name: VALUES, type: kind, nullable: null, comment: null, lineage: valuesOf(uses) }],
  key: null,
  definition,
  dependsOn: uses,
  rowLineage: [],
})

/** The declared types of a project. */
export const typeStates = (types: readonly CompiledType[]): RelationState[] =>
  types.map((type) => typeState(typeKey(type), type.definition.kind, createType(type).trimEnd(), type.uses))
