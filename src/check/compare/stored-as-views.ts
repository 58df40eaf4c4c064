import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { CompiledStored } from '../../model/compiled-project.js'
import type { LiveCatalog, LiveKind, LiveRelation } from '../../model/live-catalog.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'

/** What a stored relation is in a database. */
export const storedKind = ({ refresh }: CompiledStored): LiveKind =>
  refresh === 'full' ? 'materialized view' : 'table'

/**
 * A live catalog in which each stored relation is the view that the project compares it as: its columns, read from the
 * view whose rows it stores. What else is on it, such as triggers, belongs to the stored relations that read it. A
 * relation that is not stored as declared stays as it is.
 */
export function storedAsViews(project: AnalyzedProject, catalog: LiveCatalog): LiveCatalog {
  const stored = new Map(
    project.relations.flatMap((relation) =>
      relation.stored ? [[displayName(relation), relation.stored] as const] : [],
    ),
  )
  const asView = (relation: LiveRelation): LiveRelation => {
    const declared = stored.get(displayName(relation))
    if (declared === undefined || relation.kind !== storedKind(declared)) return relation
    // The query of a materialized view is its own.
    if (relation.kind === 'materialized view') return { ...relation, kind: 'view', extras: [] }
    const list = relation.columns.map(({ name }) => quoteIdentifier(name)).join(', ')
    return {
      ...relation,
      kind: 'view',
      definition: `SELECT ${list} FROM ${quoteRelation(declared.live)} AS live`,
      reads: [displayName(declared.live)],
      extras: [],
    }
  }
  return { ...catalog, relations: catalog.relations.map(asView) }
}

/** A project without the relations of optional files that a database does not have. */
export function withoutMissing(
  project: AnalyzedProject,
  catalog: LiveCatalog,
  optional: ReadonlySet<string>,
): AnalyzedProject {
  const there = new Set(catalog.relations.map(displayName))
  const isLeftOut = (name: string): boolean => optional.has(name) && !there.has(name)
  return { ...project, relations: project.relations.filter((one) => !isLeftOut(displayName(one))) }
}
