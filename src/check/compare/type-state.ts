import type { ColumnRef } from '../../model/analyzed-project.js'
import { createType } from '../../model/create/create-type.js'
import { type CompiledType, typeKey } from '../../model/upstream-type.js'
import type { RelationState } from './relation-state.js'

/** Column name for the values of a type, so that lineage leads from it to the columns of the type. */
const VALUES = 'values'

/** Lineage references to the values of some types, by key. */
export const valuesOf = (keys: readonly string[]): readonly ColumnRef[] =>
  keys.map((relation) => ({ relation, column: VALUES }))

/**
 * The state of an upstream type.
 *
 * @param definition the statement that creates it; null if not known.
 * @param uses keys of the types that it uses.
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

/** The states of the declared types of a project. */
export const typeStates = (types: readonly CompiledType[]): RelationState[] =>
  types.map((type) => typeState(typeKey(type), type.definition.kind, createType(type).trimEnd(), type.uses))
