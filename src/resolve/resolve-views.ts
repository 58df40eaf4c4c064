import type { CompiledProject, CompiledSource, CompiledView } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import type { CatalogRelation, Catalogs } from './catalogs.js'
import { upstreamClosure } from './closure.js'
import { type Created, creationOf } from './create-relations.js'
import { mentioned } from './mentioned.js'
import { NO_CATALOGS, readCatalogs } from './read-catalogs.js'
import { readContracts, type ResolvedContract } from './read-contracts.js'
import { catalogRelation, type KnownTypes, readRelations, type ReadRelation } from './read-relations.js'
import type { ResolvedSource, ResolvedView } from './resolved.js'
import type { ResolveSession } from './session.js'
import {
  bodiesOf,
  declaredReadsOf,
  type ReadBody,
  readBodies,
  undeclaredCalls,
  undeclaredUses,
} from './read-bodies.js'
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
  const sources: ResolvedSource[] = []
  const views: ResolvedView[] = []
  let last: Resolution | undefined
  for await (const part of resolveInParts(session, project, only)) {
    sources.push(...part.sources)
    views.push(...part.views)
    last = part
  }
  const { contracts = [], catalogs = NO_CATALOGS, diagnostics = [] } = last ?? {}
  return { sources, views, contracts, catalogs, diagnostics }
}

/**
 * The same in parts, so that one can be analyzed while Postgres works on the next. The catalogs of a part also have what the
 * parts before it mention. Contracts and diagnostics come with the last one, which has nothing else.
 */
export async function* resolveInParts(
  session: ResolveSession,
  project: CompiledProject,
  only?: ReadonlySet<string>,
): AsyncGenerator<Resolution> {
  const closure = upstreamClosure(project, only)
  const isWanted = (made: Created): made is CompiledSource | CompiledView =>
    made.kind === 'source' || (made.kind === 'view' && (only?.has(displayName(made)) ?? true))
  const creation = creationOf(session, closure)
  const types: KnownTypes = new Map()
  const bodies: ReadBody[] = []
  const undeclared: Diagnostic[] = []
  let catalogs = NO_CATALOGS
  await creation.begin()
  for (const batch of creation.batches) {
    const created = await creation.create(batch)
    const { known, sources, views } = await readBack(session, created.filter(isWanted), types)
    const functions = await readBodies(
      session,
      created.filter((made) => made.kind === 'function'),
    )
    bodies.push(...functions)
    const oids = [...views.values(), ...functions].map(({ tree }) => tree.oids)
    const relations = new Map([...catalogs.relations, ...known])
    catalogs = {
      ...(await readCatalogs(session, mentioned(oids), { ...catalogs, relations })),
      bodies: bodiesOf(bodies),
      declaredReads: declaredReadsOf(bodies),
    }
    const resolved = created.flatMap((made) => {
      const view = made.kind === 'view' ? views.get(displayName(made)) : undefined
      return made.kind === 'view' && view ? [{ made, view }] : []
    })
    // What it calls is created before a view.
    for (const { made, view } of resolved)
      undeclared.push(...undeclaredCalls(made, view.tree.oids.functions, bodies))
    yield {
      sources: created.flatMap((made) => (made.kind === 'source' && sources.get(displayName(made))) || []),
      views: resolved.map(({ view }) => view),
      contracts: [],
      catalogs,
      diagnostics: [],
    }
  }
  await creation.probe()
  const { diagnostics } = creation
  const contracts =
    diagnostics.length > 0 ? [] : await readContracts(session, closure.contracts ?? [], closure.types)
  const oids = contracts.map(({ tree }) => tree.oids)
  catalogs = await readCatalogs(session, mentioned(oids), catalogs)
  yield {
    sources: [],
    views: [],
    contracts,
    catalogs,
    diagnostics: [...diagnostics, ...undeclaredUses(bodies, catalogs), ...undeclared],
  }
}

interface ReadBack {
  readonly known: ReadonlyMap<number, CatalogRelation>
  readonly sources: ReadonlyMap<string, ResolvedSource>
  readonly views: ReadonlyMap<string, ResolvedView>
}

const readBack = async (
  session: ResolveSession,
  relations: readonly RelationName[],
  types?: KnownTypes,
): Promise<ReadBack> => {
  const known = new Map<number, CatalogRelation>()
  const sources = new Map<string, ResolvedSource>()
  const views = new Map<string, ResolvedView>()
  for await (const batch of readRelations(session, relations, types)) {
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
  return {
    views,
    catalogs: await readCatalogs(session, mentioned(oids), { ...NO_CATALOGS, relations: known }),
  }
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
