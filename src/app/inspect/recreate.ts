import { createWorld } from '../../check/replay/replay.js'
import type { ReplayTable, ReplayType, ReplayView, ReplayWorld } from '../../check/replay/replay-world.js'
import { createCallable } from '../../model/create/create-callable.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import { typeKey } from '../../model/upstream-type.js'
import type { Session } from '../../postgres/session.js'
import { type Catalogs, readViews, type ResolvedView } from '../../resolve/index.js'
import type { FoundDatabase, FoundRelation } from './read-database.js'

/** The views of a database as the embedded Postgres resolves them. */
export interface Recreated {
  /** By OID of the live view or materialized view; without those that could not be recreated. */
  readonly views: ReadonlyMap<string, ResolvedView>
  /** Why a view could not be recreated, by OID. */
  readonly errors: ReadonlyMap<string, string>
  /**
   * By OID of a table, a query for each of its checks: the rows of the table for which it is not false, which are all
   * rows. Without those that call what the compiler does not have.
   */
  readonly checks: ReadonlyMap<string, readonly ResolvedView[]>
  readonly catalogs: Catalogs
}

/** Every Postgres has its own system relations. Nothing can be created beside them. */
export const isSystem = ({ schema }: RelationName): boolean =>
  schema === 'information_schema' || schema.startsWith('pg_')

/**
 * Creates the views of a database in an empty Postgres, with everything that they read, and reads them back. A view of a
 * system schema is created under another name: views that read it read the one of this Postgres, whose columns have the
 * same names, and the analysis looks up what is known of them by name.
 */
export async function recreate(session: Session, database: FoundDatabase): Promise<Recreated> {
  const { relations } = database
  const scratch = unusedSchema(relations)
  const nameOf = new Map(
    relations.map((relation): [string, RelationName] => [
      relation.oid,
      isSystem(relation) ? { schema: scratch, name: `view_${relation.oid}` } : relation,
    ]),
  )
  const recreatedName = (oid: string): RelationName => nameOf.get(oid) ?? { schema: '', name: oid }
  const readName = new Map(
    relations.flatMap((one) => (isSystem(one) ? [] : [[one.oid, displayName(one)] as const])),
  )
  const created = relations.filter(({ isTemporary }) => !isTemporary)
  const views = created.flatMap((relation): Made[] =>
    relation.definition === null
      ? []
      : [
          {
            relation,
            view: {
              ...bare(recreatedName(relation.oid)),
              definition: relation.definition,
              reads: relation.reads.flatMap((oid) => readName.get(oid) ?? []),
            },
          },
        ],
  )
  const checks = created.flatMap((relation) => checkViews(relation, scratch))
  const world: ReplayWorld = {
    types: database.types.map((type) => ({
      key: typeKey(type),
      schema: type.schema,
      statement: createType(type),
    })),
    functions: database.functions,
    others: database.callables.map((callable, at) => ({
      schema: callable.schema,
      name: `${callable.kind} ${displayName(callable)}`,
      statement:
        createSchemas([{ schema: scratch }]) +
        createCallable(callable, { schema: scratch, name: `call_${at}` }),
    })),
    tables: created
      .filter((relation) => relation.definition === null && !isSystem(relation))
      .map((relation) => tableOf(relation, relation)),
    views: [...views, ...checks].map(({ view }) => view),
  }
  const failed = new Map<string, string>()
  await session.exec('BEGIN')
  try {
    const errors = await createWorld(session, world, standIns(database, [...views, ...checks]))
    for (const { relation, message } of errors) failed.set(relation, message)
    const read = await readViews(
      session,
      world.views.filter((view) => !failed.has(displayName(view))),
    )
    const resolved = ({ view }: Made): ResolvedView | undefined => read.views.get(displayName(view))
    const checkOf = new Map<string, ResolvedView[]>()
    for (const made of checks) {
      const found = resolved(made)
      if (found) checkOf.set(made.relation.oid, [...(checkOf.get(made.relation.oid) ?? []), found])
    }
    return {
      catalogs: read.catalogs,
      views: new Map(
        views.flatMap((made) => {
          const found = resolved(made)
          return found ? [[made.relation.oid, { ...found, ...bare(made.relation) }] as const] : []
        }),
      ),
      errors: new Map(
        views.flatMap(({ relation, view }) => {
          const message = failed.get(displayName(view))
          return message === undefined ? [] : [[relation.oid, message] as const]
        }),
      ),
      checks: checkOf,
    }
  } finally {
    await session.exec('ROLLBACK')
  }
}

/** A live relation, and the view that is created for it. */
interface Made {
  readonly relation: FoundRelation
  readonly view: ReplayView
}

const bare = ({ schema, name }: RelationName): RelationName => ({ schema, name })

function unusedSchema(relations: readonly RelationName[]): string {
  const taken = new Set(relations.map(({ schema }) => schema))
  let name = 'inspected'
  while (taken.has(name)) name += '_'
  return name
}

const tableOf = ({ columns, key }: FoundRelation, { schema, name }: RelationName): ReplayTable => ({
  schema,
  name,
  key,
  columns: columns.map(({ name: column, type, collation }) => ({
    name: column,
    type: type.sql,
    ...(collation && { collation: quoteRelation(collation) }),
  })),
})

/** A check is not violated where it is true or unknown. */
const checkViews = (relation: FoundRelation, scratch: string): readonly Made[] =>
  isSystem(relation)
    ? []
    : relation.checks.map((check, at) => ({
        relation,
        view: {
          schema: scratch,
          name: `check_${relation.oid}_${at}`,
          definition: `SELECT * FROM ${quoteRelation(relation)} WHERE (${check}) IS NOT FALSE`,
          reads: [displayName(relation)],
        },
      }))

const standIns = ({ types }: FoundDatabase, made: readonly Made[]) => {
  const byKey = new Map(types.map((type) => [typeKey(type), type]))
  const byView = new Map(made.map(({ view, relation }) => [displayName(view), relation]))
  return {
    type: ({ key, statement }: ReplayType): string => {
      const type = byKey.get(key)
      return type === undefined || type.definition.kind === 'collation'
        ? statement
        : createType({ ...type, definition: { kind: 'opaque' } })
    },
    view: (view: ReplayView): ReplayTable => {
      const relation = byView.get(displayName(view))
      return relation === undefined
        ? { ...view, columns: [], key: [] }
        : tableOf({ ...relation, key: [] }, view)
    },
  }
}
