import type {
  LiveCatalog,
  LiveColumn,
  LiveFunction,
  LiveKind,
  LiveRelation,
  LiveSignature,
  ViewExtra,
} from '../../model/live-catalog.js'
import type { RelationName } from '../../model/relation-name.js'
import { displayName } from '../../model/relation-name.js'
import { typeKey, type UpstreamType } from '../../model/upstream-type.js'
import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'
import { readTypes, type WantedType } from './read-types.js'

interface RelationRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly relkind: string
  readonly descend: boolean
  readonly comment: string | null
  readonly definition: string | null
  /** JSON arrays. */
  readonly reads: string
  readonly key: string | null
  readonly extras: string
}

interface ColumnRow {
  readonly oid: string
  readonly name: string
  readonly type: string
  readonly built_in: boolean
  readonly not_null: boolean
  readonly collation: string | null
  readonly comment: string | null
  readonly used: boolean
}

const KINDS: Readonly<Record<string, LiveKind>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
}

const column = ({ built_in: builtIn, not_null: notNull, ...row }: ColumnRow): LiveColumn => ({
  name: row.name,
  type: row.type,
  builtIn,
  notNull,
  collation: row.collation,
  comment: row.comment,
  used: row.used,
})

const names = (json: string | null): string[] => JSON.parse(json ?? '[]')

const extras = (json: string): ViewExtra[] => JSON.parse(json)

const oids = (rows: readonly { readonly oid: string }[]): string =>
  `{${rows.map(({ oid }) => oid).join(',')}}`

const wantedOf = ({ schema, name, definition }: UpstreamType): WantedType => ({
  schema,
  name,
  collation: definition.kind === 'collation',
})

/** The definition of a type that is declared as opaque is ignored. */
const asDeclared = (type: UpstreamType, declared: readonly UpstreamType[]): UpstreamType => {
  const own = declared.find((one) => typeKey(one) === typeKey(type))
  return own?.definition.kind === 'opaque' ? { ...type, definition: own.definition } : type
}

/**
 * Reads a database in one read-only snapshot, so that a concurrent deployment is seen completely or not at all. Every
 * name is printed with its schema.
 */
export async function inSnapshot<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.exec('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  try {
    await session.exec(
      `SET LOCAL search_path = ''; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'`,
    )
    return await work()
  } finally {
    // A lost connection needs no rollback; the first error is the one to report.
    await session.exec('ROLLBACK').catch(() => undefined)
  }
}

/** User-defined functions that the definitions of views call. */
export const readFunctions = (
  session: Session,
  views: readonly { readonly oid: string }[],
): Promise<LiveFunction[]> => session.query<LiveFunction>(ownSql('check/replay/sql/functions'), [oids(views)])

/** `server_version_num`. */
export async function readVersion(session: Session): Promise<number> {
  const [row] = await session.query<{ readonly version: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version`,
  )
  return row?.version ?? 0
}

/**
 * Reads the relations of a project from a live database, in one snapshot.
 *
 * @param types declared upstream types.
 * @param sources upstream relations; their definitions are not read.
 * @param declared declared functions.
 * @param views relations whose definitions are read, with everything that they depend on.
 */
export async function readLive(
  session: Session,
  server: string,
  types: readonly UpstreamType[],
  sources: readonly RelationName[],
  views: readonly RelationName[],
  declared: readonly RelationName[] = [],
): Promise<LiveCatalog> {
  return inSnapshot(session, async () => {
    const wanted = [
      ...sources.map(({ schema, name }) => ({ schema, name, descend: false })),
      ...views.map(({ schema, name }) => ({ schema, name, descend: true })),
    ]
    const rows = await session.query<RelationRow>(ownSql('check/replay/sql/relations'), [
      JSON.stringify(wanted),
    ])
    const columns = await session.query<ColumnRow>(ownSql('check/replay/sql/columns'), [oids(rows)])
    const functions = await readFunctions(
      session,
      rows.filter(({ descend }) => descend),
    )
    const signatures =
      declared.length === 0
        ? []
        : await session.query<LiveSignature>(ownSql('check/replay/sql/signatures'), [
            JSON.stringify(declared.map(({ schema, name }) => ({ schema, name }))),
          ])
    const found = await readTypes(session, types.map(wantedOf), {
      all: rows.map(({ oid }) => oid),
      defined: rows.filter(({ descend }) => descend).map(({ oid }) => oid),
    })
    const nameOf = new Map(rows.map((row) => [row.oid, displayName(row)]))
    const columnsOf = new Map<string, LiveColumn[]>(rows.map(({ oid }) => [oid, []]))
    for (const row of columns) columnsOf.get(row.oid)?.push(column(row))
    const relations = rows.map((row): LiveRelation => ({
      schema: row.schema,
      name: row.name,
      kind: KINDS[row.relkind] ?? 'table',
      comment: row.comment,
      columns: columnsOf.get(row.oid) ?? [],
      key: names(row.key),
      definition: row.definition,
      extras: extras(row.extras),
      reads: row.descend ? names(row.reads).map((oid) => nameOf.get(oid) ?? oid) : [],
    }))
    return {
      server,
      version: await readVersion(session),
      types: found.map((type) => asDeclared(type, types)),
      relations,
      functions,
      signatures,
    }
  })
}
