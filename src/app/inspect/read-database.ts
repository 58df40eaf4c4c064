import { inSnapshot, readFunctions, readVersion } from '../../check/replay/read-live.js'
import { readTypes, type WantedType } from '../../check/replay/read-types.js'
import type { ColumnType } from '../../model/analyzed-project.js'
import type { Callable } from '../../model/create/create-callable.js'
import type { LiveFunction } from '../../model/live-catalog.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { UpstreamType } from '../../model/upstream-type.js'
import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'

const KINDS = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
  S: 'sequence',
} as const

export type FoundKind = (typeof KINDS)[keyof typeof KINDS]

/** A relation of the database by name. */
export interface FoundName extends RelationName {
  readonly oid: string
  readonly kind: FoundKind
}

/** A column as the database has it. */
export interface FoundColumn {
  readonly name: string
  readonly type: ColumnType
  /** Whether Postgres enforces it for every row that a query of the relation returns. */
  readonly notNull: boolean
  /** If it is not that of the type. */
  readonly collation: RelationName | null
  readonly comment: string
}

/** A relation as the database has it. */
export interface FoundRelation extends FoundName {
  /** A temporary relation of another session. */
  readonly isTemporary: boolean
  readonly comment: string
  readonly columns: readonly FoundColumn[]
  /** The SELECT of a view or materialized view; null for others. */
  readonly definition: string | null
  /** OIDs of the relations that its query reads. */
  readonly reads: readonly string[]
  /** Columns of the primary key; empty if there is none. */
  readonly key: readonly string[]
  /** Whether the key is unique among all rows that a query returns, those of inheriting tables included. */
  readonly isKeyUnique: boolean
  /** Conditions that are not false for any row that a query of the relation returns. */
  readonly checks: readonly string[]
}

/** What one snapshot of a database has of some relations, and of everything that they read. */
export interface FoundDatabase {
  /** The relations that were asked for. */
  readonly targets: readonly FoundName[]
  /** These and all that they read, system relations included. */
  readonly relations: readonly FoundRelation[]
  /** User-defined types and collations, each after those that it uses. */
  readonly types: readonly UpstreamType[]
  readonly functions: readonly LiveFunction[]
  readonly callables: readonly Callable[]
  /** `server_version_num`. */
  readonly version: number
}

interface NameRow extends RelationName {
  readonly oid: string
  readonly relkind: keyof typeof KINDS
}

interface RelationRow extends NameRow {
  readonly is_temporary: boolean
  readonly comment: string | null
  readonly definition: string | null
  /** JSON arrays. */
  readonly reads: string
  readonly key: string | null
  readonly is_key_unique: boolean
  readonly checks: string
}

interface ColumnRow {
  readonly oid: string
  readonly name: string
  readonly type: string
  readonly type_schema: string
  readonly type_name: string
  readonly own_schema: string
  readonly own_name: string
  readonly base_schema: string | null
  readonly base_name: string | null
  /** A JSON array. */
  readonly labels: string | null
  readonly not_null: boolean
  readonly collation_schema: string | null
  readonly collation_name: string | null
  readonly comment: string | null
}

type CallableRow = Omit<Callable, 'arguments'> & { readonly arguments: string }

interface DomainRow extends RelationName {
  readonly collation_schema: string
  readonly collation_name: string
}

const oidList = (oids: readonly string[]): string => `{${oids.join(',')}}`

const parse = (json: string | null): string[] => JSON.parse(json ?? '[]') as string[]

const named = (schema: string | null, name: string | null): RelationName | null =>
  schema === null || name === null ? null : { schema, name }

const columnType = (row: ColumnRow): ColumnType => ({
  schema: row.type_schema,
  name: row.type_name,
  sql: row.type,
  ...(row.base_schema !== null &&
    row.base_name !== null && { base: { schema: row.base_schema, name: row.base_name } }),
  ...(row.labels !== null && { labels: parse(row.labels) }),
})

const column = (row: ColumnRow): FoundColumn => ({
  name: row.name,
  type: columnType(row),
  notNull: row.not_null,
  collation: named(row.collation_schema, row.collation_name),
  comment: row.comment ?? '',
})

/**
 * Reads relations of a database with everything that they read, in one read-only snapshot.
 *
 * @param choose selects relations by name; its errors are passed on.
 */
export const readDatabase = (
  session: Session,
  choose: (names: readonly FoundName[]) => readonly FoundName[],
): Promise<FoundDatabase> =>
  inSnapshot(session, async () => {
    const names = await session.query<NameRow>(ownSql('app/inspect/sql/names'))
    const targets = choose(
      names.map(({ relkind, oid, schema, name }) => ({ oid, schema, name, kind: KINDS[relkind] })),
    )
    const rows = await session.query<RelationRow>(ownSql('app/inspect/sql/relations'), [
      oidList(targets.map(({ oid }) => oid)),
    ])
    const oids = oidList(rows.map(({ oid }) => oid))
    const columnRows = await session.query<ColumnRow>(ownSql('app/inspect/sql/columns'), [oids])
    const columns = new Map<string, FoundColumn[]>(rows.map(({ oid }) => [oid, []]))
    for (const row of columnRows) columns.get(row.oid)?.push(column(row))
    return {
      targets,
      relations: rows.map((row): FoundRelation => ({
        oid: row.oid,
        schema: row.schema,
        name: row.name,
        kind: KINDS[row.relkind],
        isTemporary: row.is_temporary,
        comment: row.comment ?? '',
        columns: columns.get(row.oid) ?? [],
        definition: row.definition,
        reads: parse(row.reads),
        key: parse(row.key),
        isKeyUnique: row.is_key_unique,
        checks: parse(row.checks),
      })),
      types: await typesOf(session, rows, columnRows),
      functions: (await readFunctions(session, rows)).filter(({ schema }) => schema !== 'information_schema'),
      callables: await readCallables(session, oids),
      version: await readVersion(session),
    }
  })

async function readCallables(session: Session, oids: string): Promise<readonly Callable[]> {
  const rows = await session.query<CallableRow>(ownSql('app/inspect/sql/callables'), [oids])
  return rows.map((row) => ({ ...row, arguments: JSON.parse(row.arguments) as (string | null)[] }))
}

/** The types of all columns and of all definitions; collations first, because a domain may have one. */
async function typesOf(
  session: Session,
  relations: readonly RelationRow[],
  columns: readonly ColumnRow[],
): Promise<readonly UpstreamType[]> {
  const wanted = new Map<string, WantedType>()
  const want = (type: WantedType): void => void wanted.set(JSON.stringify(type), type)
  for (const row of columns) {
    want({ schema: row.own_schema, name: row.own_name, collation: false })
    const collation = named(row.collation_schema, row.collation_name)
    if (collation) want({ ...collation, collation: true })
  }
  const domains = await session.query<DomainRow>(ownSql('app/inspect/sql/collated-domains'))
  for (const row of domains) want({ schema: row.collation_schema, name: row.collation_name, collation: true })
  const oids = relations.map(({ oid }) => oid)
  const found = await readTypes(session, [...wanted.values()], { all: oids, defined: oids })
  const collations = new Map(
    domains.map((row) => [
      displayName(row),
      quoteRelation({ schema: row.collation_schema, name: row.collation_name }),
    ]),
  )
  const isCollation = ({ definition }: UpstreamType): boolean => definition.kind === 'collation'
  return [
    ...found.filter(isCollation),
    ...found.filter((type) => !isCollation(type)).map((type) => withoutChecks(type, collations)),
  ]
}

/** A condition decides no type, and may call what the compiler does not have. The collation decides what is equal. */
function withoutChecks(type: UpstreamType, collations: ReadonlyMap<string, string>): UpstreamType {
  const { definition } = type
  if (definition.kind !== 'domain') return type
  const collation = collations.get(displayName(type))
  const base = collation === undefined ? definition.base : `${definition.base} COLLATE ${collation}`
  return { ...type, definition: { ...definition, base, checks: [] } }
}
