import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import { functionKey } from '../model/sql-function.js'
import type { CatalogRelation, Catalogs } from './catalogs.js'
import { upstreamClosure } from './closure.js'
import { createRelations } from './create-relations.js'
import { mentioned } from './mentioned.js'
import { readCatalogs } from './read-catalogs.js'
import { readContracts, type ResolvedContract } from './read-contracts.js'
import { catalogRelation, readRelations, type ReadRelation } from './read-relations.js'
import type { ResolvedSource, ResolvedView } from './resolved.js'
import type { ResolveSession } from './session.js'
import { bodiesOf, declaredReadsOf, readBodies, undeclaredCalls, undeclaredUses } from './read-bodies.js'
import { readNodeTree } from '../pgtree/index.js'

/** A project as resolved by Postgres. */
export interface Resolution {
  /** Every source that was created. */
  readonly sources: readonly ResolvedSource[]
  /** The requested views that Postgres accepted, each after those that it reads. */
  readonly views: readonly ResolvedView[]
  /** The contracts whose relations are there. */
  readonly contracts: readonly ResolvedContract[]
  readonly catalogs: Catalogs
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Creates a project's relations in an empty Postgres and reads them back as resolved. Resets the `search_path` of the
 * session. The relations remain.
 *
 * @param only Display names of the views to read back. What they read is created too, and nothing else. Default: all.
 */
export const resolveViews = async (
  session: ResolveSession,
  project: CompiledProject,
  only?: ReadonlySet<string>,
): Promise<Resolution> => {
  const closure = upstreamClosure(project, only)
  const { created, diagnostics } = await createRelations(session, closure)
  const there = [...closure.sources, ...closure.views].filter((r) => created.has(displayName(r)))

  const wanted = there.filter((r) => r.kind === 'source' || only === undefined || only.has(displayName(r)))
  const { known, sources, views } = await readBack(session, wanted)
  const read = await readBodies(
    session,
    (closure.functions ?? []).filter((fn) => created.has(functionKey(fn))),
  )
  const contracts =
    diagnostics.length > 0 ? [] : await readContracts(session, closure.contracts ?? [], closure.types)
  const oids = [...views.values(), ...read, ...contracts].map(({ tree }) => tree.oids)
  const catalogs = await readCatalogs(session, mentioned(oids), known)
  return {
    sources: closure.sources.flatMap((source) => sources.get(displayName(source)) ?? []),
    views: closure.views.flatMap((view) => views.get(displayName(view)) ?? []),
    contracts,
    catalogs: { ...catalogs, bodies: bodiesOf(read), declaredReads: declaredReadsOf(read) },
    diagnostics: [
      ...diagnostics,
      ...undeclaredUses(read, catalogs),
      ...closure.views.flatMap((view) =>
        undeclaredCalls(view, views.get(displayName(view))?.tree.oids.functions, read),
      ),
    ],
  }
}

interface ReadBack {
  readonly known: ReadonlyMap<number, CatalogRelation>
  readonly sources: ReadonlyMap<string, ResolvedSource>
  readonly views: ReadonlyMap<string, ResolvedView>
}

const readBack = async (session: ResolveSession, relations: readonly RelationName[]): Promise<ReadBack> => {
  const known = new Map<number, CatalogRelation>()
  const sources = new Map<string, ResolvedSource>()
  const views = new Map<string, ResolvedView>()
  for await (const batch of readRelations(session, relations)) {
    for (const relation of batch) {
      known.set(relation.oid, catalogRelation(relation))
      const name = displayName(relation)
      if (relation.tree === null) sources.set(name, resolvedSource(relation))
      else views.set(name, resolvedView(relation, relation.tree))
    }
  }
  return { known, sources, views }
}

/**
 * Reads views that a Postgres has, without a declaration.
 *
 * @param relations names of views; tables among them are ignored.
 * @returns the views by display name.
 */
export const readViews = async (
  session: ResolveSession,
  relations: readonly RelationName[],
): Promise<{ readonly views: ReadonlyMap<string, ResolvedView>; readonly catalogs: Catalogs }> => {
  const { known, views } = await readBack(session, relations)
  const oids = [...views.values()].map(({ tree }) => tree.oids)
  return { views, catalogs: await readCatalogs(session, mentioned(oids), known) }
}

const resolvedSource = ({ schema, name, columns }: ReadRelation): ResolvedSource => ({
  schema,
  name,
  columns,
})

const resolvedView = ({ schema, name, columns, viewdef }: ReadRelation, tree: string): ResolvedView => ({
  schema,
  name,
  columns,
  tree: readNodeTree(tree),
  viewdef: viewdef ?? '',
})
