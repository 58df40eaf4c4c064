import type { AnalyzedProject, AnalyzedRelation } from '../../model/analyzed-project.js'
import type { LiveCatalog, LiveRelation, ViewExtra } from '../../model/live-catalog.js'
import { displayName } from '../../model/relation-name.js'
import { typeKey } from '../../model/upstream-type.js'
import { functionKey } from '../../model/sql-function.js'
import { liveFunctionState } from './function-state.js'
import type { RelationState } from './relation-state.js'
import { collatedType } from './states-of.js'
import { typeState } from './type-state.js'

/**
 * The relations of a project as found in a live database.
 *
 * @param types of the arguments of each declared function, by its key, as printed by Postgres.
 * @param definitions of the live views, deparsed by one Postgres. A view without one is not compared.
 */
export function liveStates(
  project: AnalyzedProject,
  catalog: LiveCatalog,
  definitions: ReadonlyMap<string, string>,
  types: ReadonlyMap<string, readonly string[]>,
): RelationState[] {
  const live = new Map(catalog.relations.map((relation) => [displayName(relation), relation]))
  const liveTypes = new Map(catalog.types.map((type) => [typeKey(type), type]))
  const typesOf = project.types.flatMap((type): RelationState[] => {
    const found = liveTypes.get(typeKey(type))
    if (!found) return []
    return [
      typeState(typeKey(type), found.definition.kind, definitions.get(typeKey(type)) ?? null, type.uses),
    ]
  })
  const relations = project.relations.flatMap((relation): RelationState[] => {
    const found = live.get(displayName(relation))
    if (!found) return []
    return [relation.kind === 'source' ? sourceState(relation, found) : viewState(found, definitions)]
  })
  const functions = (project.functions ?? []).flatMap(
    (fn) => liveFunctionState(fn, types.get(functionKey(fn)) ?? [], catalog.signatures) ?? [],
  )
  return [...typesOf, ...functions, ...relations]
}

/** An upstream relation may be of any kind, so the kind is not compared. */
function sourceState({ columns }: AnalyzedRelation, live: LiveRelation): RelationState {
  // A collation that is not declared is not compared.
  const collated = new Set(columns.filter(({ collation }) => collation !== undefined).map(({ name }) => name))
  // Only a table can have NOT NULL constraints.
  const knowsNulls = live.kind === 'table'
  return {
    relation: displayName(live),
    kind: 'source',
    comment: null,
    columns: live.columns.map(({ name, type, collation, notNull }) => ({
      name,
      type: collated.has(name) ? collatedType(type, collation ?? undefined) : type,
      nullable: knowsNulls ? !notNull : null,
      comment: null,
      lineage: [],
    })),
    key: null,
    definition: null,
    dependsOn: [],
    rowLineage: [],
  }
}

/** An option that is off is the same as an absent one. */
const isOff = ({ kind, definition }: ViewExtra): boolean =>
  kind === 'option' && /^(f|fa|fal|fals|false|of|off|n|no|0)$/i.test(definition)

function viewState(live: LiveRelation, definitions: ReadonlyMap<string, string>): RelationState {
  return {
    relation: displayName(live),
    kind: live.kind,
    comment: live.comment ?? '',
    columns: live.columns.map(({ name, type, comment }) => ({
      name,
      type,
      nullable: null,
      comment: comment ?? '',
      lineage: [],
    })),
    key: null,
    definition: definitions.get(displayName(live)) ?? null,
    dependsOn: live.reads,
    rowLineage: [],
    extras: live.extras.filter((extra) => !isOff(extra)),
  }
}
