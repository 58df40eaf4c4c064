import { quoteLiteral } from '../model/quote-literal.js'
import { type CompiledFunction, functionKey } from '../model/sql-function.js'
import type { CompiledView } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import type { Catalogs, FunctionBody } from './catalogs.js'
import type { ResolveSession } from './session.js'
import { type BodyTree, readFunctionBody } from '../pgtree/index.js'

/** A function of the project as created in Postgres. */
export interface ReadBody {
  readonly fn: CompiledFunction
  readonly oid: number
  readonly tree: BodyTree
}

interface BodyRow {
  readonly name: string
  readonly oid: string
  readonly body: string
}

/** Names of declared functions are unique in a project. */
const bodyQuery = (names: readonly string[]): string => `
  SELECT n.nspname || '.' || p.proname AS name, p.oid::text AS oid, p.prosqlbody::text AS body
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname || '.' || p.proname = ANY (ARRAY[${names.map(quoteLiteral).join(', ')}]::text[]) AND p.prosqlbody IS NOT NULL`

/** Reads the analyzed bodies of some functions of a project. */
export async function readBodies(
  session: ResolveSession,
  functions: readonly CompiledFunction[],
): Promise<readonly ReadBody[]> {
  if (functions.length === 0) return []
  const byName = new Map(functions.map((fn) => [`${fn.schema}.${fn.name}`, fn]))
  const rows = await session.query<BodyRow>(bodyQuery([...byName.keys()]))
  return rows.flatMap(({ name, oid, body }) => {
    const fn = byName.get(name)
    return fn ? [{ fn, oid: Number(oid), tree: readFunctionBody(body) }] : []
  })
}

/** The bodies by OID, without those of stand-ins, which replace functions with unknown bodies. */
export const bodiesOf = (read: readonly ReadBody[]): ReadonlyMap<number, FunctionBody> =>
  new Map(
    read
      .filter(({ fn }) => fn.isOwn)
      .map(({ oid, tree }) => [oid, { queries: tree.queries, isUnknown: tree.unknownKinds.length > 0 }]),
  )

/** What stand-ins are declared to read, by OID. */
export const declaredReadsOf = (read: readonly ReadBody[]): ReadonlyMap<number, readonly RelationName[]> =>
  new Map(read.filter(({ fn }) => !fn.isOwn).map(({ oid, fn }) => [oid, fn.dependsOn]))

/**
 * A diagnostic for each function that reads a relation or calls a function not listed in its `uses`: that object may not
 * exist yet when the generated SQL runs, and its changes would not be detected.
 */
export const undeclaredUses = (
  read: readonly ReadBody[],
  { relations, functions }: Catalogs,
): readonly Diagnostic[] =>
  read.flatMap(({ fn, tree: { oids } }) => {
    const declared = new Set([...fn.dependsOn.map(displayName), ...fn.calls])
    const used = [
      ...[...oids.relations].flatMap((oid) => relations.get(oid) ?? []).map(displayName),
      ...read
        .filter(({ oid }) => oids.functions.has(oid) && functions.has(oid))
        .map((other) => functionKey(other.fn)),
    ]
    return used
      .filter((name) => !declared.has(name) && !/^(pg_catalog|information_schema)\./.test(name))
      .map((name) => ({
        code: 'FS207',
        place: { ...fn.place, relation: displayName(fn) },
        message: `The body of ${displayName(fn)} uses ${name}, which is not listed in its declaration.`,
        hint: 'Add it: sqlFunction(…, { uses: […] }).',
      }))
  })

/** The same for a view that calls a declared function by raw SQL. */
export const undeclaredCalls = (
  view: CompiledView,
  called: ReadonlySet<number> | undefined,
  read: readonly ReadBody[],
): readonly Diagnostic[] =>
  read
    .filter(({ fn, oid }) => called?.has(oid) && !view.calls?.includes(functionKey(fn)))
    .map(({ fn }) => ({
      code: 'FS207',
      place: { ...view.place, relation: displayName(view) },
      message: `${displayName(view)} calls ${displayName(fn)} in raw SQL instead of through its declaration.`,
      hint: 'Call the function returned by sqlFunction. Then it is created before the view and becomes part of it.',
    }))
