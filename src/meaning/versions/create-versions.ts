import { createGuard } from '../../model/create/create-function.js'
import { createView } from '../../model/create/create-relation.js'
import { createSchema, createSchemas } from '../../model/create/create-schemas.js'
import { guardFunction, publicGuardFunction } from '../../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import { attempt } from '../attempt.js'

/** The views of one version of a project, and the functions that they call. */
export interface Version {
  readonly functions: readonly (RelationName & { readonly statement: string })[]
  readonly views: readonly (RelationName & { readonly select: string })[]
}

/** Both versions over the same tables. */
export interface CreatedVersions {
  /** The name of the old version of a view. */
  readonly beforeOf: (view: RelationName) => RelationName
  /** Why a view, or one that it needs, could not be created; by display name. */
  readonly refused: ReadonlyMap<string, string>
}

/**
 * Creates both versions. The old one is moved to other schemas, which views do not notice: they refer to what they read by
 * its identity and not by its name.
 */
export async function createVersions(
  session: MeaningSession,
  before: Version,
  after: Version,
): Promise<CreatedVersions> {
  const guards = [guardFunction, publicGuardFunction]
  await session.exec(createSchemas(guards) + guards.map((guard) => createGuard(guard)).join(''))
  const refused = new Map<string, string>()
  const old = await createVersion(session, before)
  const beforeOf = await moveAside(session, before, old.created)
  const now = await createVersion(session, after)
  for (const [name, error] of [...now.refused, ...old.refused]) refused.set(name, error)
  return { beforeOf, refused }
}

interface Created {
  readonly created: ReadonlySet<string>
  readonly refused: ReadonlyMap<string, string>
}

/** Creates everything in an order that works: functions may read views and call each other. */
async function createVersion(session: MeaningSession, { functions, views }: Version): Promise<Created> {
  await session.exec(createSchemas([...functions, ...views]))
  const created = new Set<string>()
  let left = [
    ...functions.map((fn) => ({ name: `function ${displayName(fn)}`, statement: fn.statement })),
    ...views.map((view) => ({
      name: displayName(view),
      statement: createView({ ...view, select: view.select.replace(/;\s*$/, '') }),
    })),
  ]
  for (;;) {
    const refused = new Map<string, string>()
    for (const { name, statement } of left) {
      const error = await attempt(session, () => session.exec(statement))
      if (error === undefined) created.add(name)
      else refused.set(name, error)
    }
    if (refused.size === left.length) return { created, refused }
    left = left.filter(({ name }) => refused.has(name))
  }
}

async function moveAside(
  session: MeaningSession,
  { functions, views }: Version,
  created: ReadonlySet<string>,
): Promise<(view: RelationName) => RelationName> {
  const schemas = new Map<string, string>()
  const asideOf = ({ schema, name }: RelationName): RelationName => ({
    schema: schemas.get(schema) ?? schema,
    name,
  })
  const taken = await session.query<{ name: string }>(
    `SELECT nspname::text AS name FROM pg_catalog.pg_namespace`,
  )
  const names = new Set(taken.map(({ name }) => name))
  for (const { schema } of [...functions, ...views]) {
    if (schemas.has(schema)) continue
    let aside = `fusion_before_${schemas.size + 1}`
    while (names.has(aside)) aside += '_'
    schemas.set(schema, aside)
    await session.exec(createSchema(aside))
  }
  for (const view of views)
    if (created.has(displayName(view)))
      await session.exec(
        `ALTER VIEW ${quoteRelation(view)} SET SCHEMA ${quoteIdentifier(asideOf(view).schema)}`,
      )
  for (const fn of functions) {
    const found = await session.query<{ routine: string }>(`
      SELECT p.oid::pg_catalog.regprocedure::text AS routine
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = ${quoteLiteral(fn.schema)} AND p.proname = ${quoteLiteral(fn.name)}`)
    for (const { routine } of found)
      await session.exec(`ALTER FUNCTION ${routine} SET SCHEMA ${quoteIdentifier(asideOf(fn).schema)}`)
  }
  return asideOf
}
