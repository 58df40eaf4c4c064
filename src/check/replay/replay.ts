import { createEmptyFunction } from '../../model/create/create-function.js'
import { createTable, createView } from '../../model/create/create-relation.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import { displayName } from '../../model/relation-name.js'
import type { RelationName } from '../../model/relation-name.js'
import { functionKey } from '../../model/sql-function.js'
import type { OidNames } from '../../model/oid-names.js'
import { typeKey } from '../../model/upstream-type.js'
import type { Session } from '../../postgres/session.js'
import { readTypes, wantedType } from './read-types.js'
import type { ReplayTable, ReplayType, ReplayView, ReplayWorld } from './replay-world.js'

/** The error of Postgres for a relation that could not be created. */
export interface ReplayError {
  readonly relation: string
  readonly message: string
}

export interface Signature {
  readonly types: readonly string[]
  readonly result: string
}

export interface Replayed {
  /**
   * By `schema.name` the `pg_get_viewdef` of every view that could be created, and by key the statement that creates each
   * type, as deparsed by this Postgres.
   */
  readonly definitions: ReadonlyMap<string, string>
  /** Errors of relations. A view that only depends on a failed one is in neither list. */
  readonly errors: readonly ReplayError[]
  /** Arguments and results of functions, as printed by this Postgres, by key. */
  readonly signatures: ReadonlyMap<string, Signature>
  /** The analyzed query of each view whose tree was requested, as stored in `pg_rewrite`. */
  readonly trees: ReadonlyMap<string, string>
  /** Names of the OIDs in the trees. */
  readonly names: OidNames
}

const tableText = (table: ReplayTable): string => createTable({ ...table, keyAs: 'PRIMARY KEY' })

/** Every view after those that it reads. */
function inOrder(views: readonly ReplayView[]): ReplayView[] {
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const done = new Set<string>()
  const ordered: ReplayView[] = []
  const visit = (view: ReplayView): void => {
    const name = displayName(view)
    if (done.has(name)) return
    done.add(name)
    for (const read of view.reads) {
      const found = byName.get(read)
      if (found) visit(found)
    }
    ordered.push(view)
  }
  views.forEach(visit)
  return ordered
}

const definitionsQuery = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, pg_catalog.pg_get_viewdef(c.oid, true) AS definition,
    CASE WHEN n.nspname || '.' || c.relname = ANY ($1::text[])
      THEN (SELECT r.ev_action::text FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid) END AS tree
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`

interface ViewRow {
  readonly schema: string
  readonly name: string
  readonly definition: string
  readonly tree: string | null
}

const namesQuery = `
  SELECT 'relation' AS kind, c.oid::text AS oid, n.nspname || '.' || c.relname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384
  UNION ALL
  SELECT 'function', p.oid::text, p.oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
  UNION ALL
  SELECT 'type', t.oid::text, pg_catalog.format_type(t.oid, NULL) FROM pg_catalog.pg_type t WHERE t.oid >= 16384`

interface NameRow {
  readonly kind: string
  readonly oid: string
  readonly name: string
}

const namesOf = (rows: readonly NameRow[], kind: string): Map<string, string> =>
  new Map(rows.filter((row) => row.kind === kind).map(({ oid, name }) => [oid, name]))

/** The statement that creates each existing type of a world, as printed by this Postgres. */
async function describedTypes(
  session: Session,
  { types }: ReplayWorld,
): Promise<readonly (readonly [string, string])[]> {
  if (types.length === 0) return []
  const found = await readTypes(
    session,
    types.map(({ key, statement }) => wantedType(key, statement)),
  )
  const keys = new Set(types.map(({ key }) => key))
  return found
    .filter((type) => keys.has(typeKey(type)))
    .map((type) => [typeKey(type), createType(type).trimEnd()])
}

const signaturesQuery = `
  SELECT n.nspname::text AS schema, p.proname::text AS name, pg_catalog.format_type(p.prorettype, NULL) AS result,
    ARRAY(SELECT pg_catalog.format_type(t.oid, NULL)
      FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t (oid, ord) ORDER BY t.ord)::text[] AS types
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.oid >= 16384 AND p.prokind = 'f'`

async function signaturesOf(
  session: Session,
  { functions }: ReplayWorld,
): Promise<ReadonlyMap<string, Signature>> {
  if (functions.length === 0) return new Map()
  const rows = await session.query<Signature & RelationName>(signaturesQuery)
  return new Map(
    rows.map(({ schema, name, types, result }) => [functionKey({ schema, name }), { types, result }]),
  )
}

/** What is created in place of something that Postgres refuses, so that what depends on it can still be created. */
export interface StandIns {
  readonly type: (type: ReplayType) => string
  readonly view: (view: ReplayView) => ReplayTable
}

/**
 * Creates the objects of a world, within a transaction.
 *
 * @param standIns if absent, what depends on a refused relation is not created and not reported.
 * @returns an error for each object that Postgres refuses, including those that have a stand-in.
 */
export async function createWorld(
  session: Pick<Session, 'exec'>,
  world: ReplayWorld,
  standIns?: StandIns,
): Promise<readonly ReplayError[]> {
  const faulty = new Set<string>()
  const errors: ReplayError[] = []
  const attempt = async (statement: string): Promise<unknown> => {
    await session.exec('SAVEPOINT before_this')
    try {
      await session.exec(statement)
      await session.exec('RELEASE before_this')
      return undefined
    } catch (error) {
      await session.exec('ROLLBACK TO before_this')
      return error
    }
  }
  const create = async (relation: string, statement: string, instead?: string): Promise<void> => {
    const error = await attempt(statement)
    if (error === undefined) return
    errors.push({ relation, message: error instanceof Error ? error.message : String(error) })
    if (instead === undefined || (await attempt(instead)) !== undefined) faulty.add(relation)
  }

  await session.exec(`SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off`)
  const { others = [] } = world
  const made = [...world.types, ...world.functions, ...others, ...world.tables, ...world.views]
  // Postgres refuses to create such a schema, even if it exists.
  const schemas = createSchemas(made.filter(({ schema }) => !schema.startsWith('pg_')))
  if (schemas !== '') await session.exec(schemas)
  for (const type of world.types) await create(type.key, type.statement, standIns?.type(type))
  for (const table of world.tables) await create(displayName(table), tableText(table))
  for (const called of world.functions) await create(displayName(called), createEmptyFunction(called))
  for (const { name, statement } of others) await create(name, statement)
  for (const view of inOrder(world.views)) {
    const name = displayName(view)
    const blocked = view.reads.find((read) => faulty.has(read))
    const instead = standIns && tableText(standIns.view(view))
    if (blocked === undefined) {
      const statement = createView({ ...view, select: view.definition.replace(/;\s*$/, '') })
      await create(name, statement, instead)
    } else if (instead === undefined) faulty.add(name)
    else {
      errors.push({ relation: name, message: `it reads ${blocked}, which cannot be recreated` })
      if ((await attempt(instead)) !== undefined) faulty.add(name)
    }
  }
  return errors
}

/**
 * Creates the views of a world in one Postgres and deparses them. Texts from two worlds are then comparable, regardless
 * of where the definitions came from. Everything runs in a transaction that is rolled back.
 *
 * @param wanted views whose trees are returned.
 * @param inspect looks at the objects before they are rolled back; gets the trees.
 */
export async function replay(
  session: Session,
  world: ReplayWorld,
  wanted: readonly string[] = [],
  inspect: (trees: readonly string[]) => Promise<void> = async () => undefined,
): Promise<Replayed> {
  await session.exec('BEGIN')
  try {
    const errors = await createWorld(session, world)
    const views = await session.query<ViewRow>(definitionsQuery, [wanted])
    const named = wanted.length > 0 ? await session.query<NameRow>(namesQuery) : []
    const found = {
      definitions: new Map([
        ...(await describedTypes(session, world)),
        ...views.map((view) => [displayName(view), view.definition] as const),
      ]),
      errors,
      signatures: await signaturesOf(session, world),
      trees: new Map(views.flatMap((view) => (view.tree === null ? [] : [[displayName(view), view.tree]]))),
      names: {
        relations: namesOf(named, 'relation'),
        functions: namesOf(named, 'function'),
        types: namesOf(named, 'type'),
      },
    }
    await inspect([...found.trees.values()])
    return found
  } finally {
    await session.exec('ROLLBACK')
  }
}
