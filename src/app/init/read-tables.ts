import type { RelationName } from '../../model/relation-name.js'
import type { UpstreamType } from '../../model/upstream-type.js'
import { readTypes, type WantedType } from '../../check/replay/read-types.js'
import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'

const KINDS = {
  r: 'table',
  p: 'table',
  f: 'foreign table',
  v: 'view',
  m: 'materialized view',
} as const

export type RowsKind = (typeof KINDS)[keyof typeof KINDS]

/** A relation of a database that a source can stand for. */
export interface FoundRelation extends RelationName {
  readonly oid: string
  readonly kind: RowsKind
  readonly comment: string | null
  /** Columns of a key; empty if the database has none. */
  readonly key: readonly string[]
  /** Whether tables inherit from it. It also returns their rows, for which neither its key nor NOT NULL is guaranteed. */
  readonly hasChildren: boolean
}

export interface FoundColumn {
  readonly name: string
  /** As printed by `format_type` with an empty search path. */
  readonly type: string
  /** Its type or item type, if user-defined. */
  readonly ownType: RelationName | undefined
  readonly collation: RelationName | undefined
  readonly notNull: boolean
  readonly comment: string | null
}

export interface FoundTable extends FoundRelation {
  readonly columns: readonly FoundColumn[]
}

/** A domain whose conditions refer to an object that is not built in. */
export interface DomainNeed extends RelationName {
  /** The extension of the object, if any. */
  readonly extension: string | null
}

export interface FoundTables {
  readonly tables: readonly FoundTable[]
  /** Types and collations of their columns, each after those that it depends on. */
  readonly types: readonly UpstreamType[]
  readonly domainNeeds: readonly DomainNeed[]
}

interface RelationRow extends RelationName {
  readonly oid: string
  readonly relkind: keyof typeof KINDS
  readonly comment: string | null
  readonly has_children: boolean
  /** A JSON array. */
  readonly key: string | null
}

interface ColumnRow {
  readonly oid: string
  readonly name: string
  readonly type: string
  readonly not_null: boolean
  readonly comment: string | null
  readonly type_schema: string | null
  readonly type_name: string
  readonly collation_schema: string | null
  readonly collation_name: string | null
}

const named = (schema: string | null, name: string | null): RelationName | undefined =>
  schema === null || name === null ? undefined : { schema, name }

/**
 * Reads tables of a database in one read-only snapshot.
 *
 * @param choose selects relations; its errors are passed on.
 */
export async function readTables(
  session: Session,
  choose: (relations: readonly FoundRelation[]) => readonly FoundRelation[],
): Promise<FoundTables> {
  await session.exec('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  try {
    // With an empty path every name is printed with its schema.
    await session.exec(`SET LOCAL search_path = ''`)
    const rows = await session.query<RelationRow>(ownSql('app/init/sql/tables'))
    const chosen = choose(
      rows.map(({ relkind, key, has_children: hasChildren, ...row }) => ({
        ...row,
        kind: KINDS[relkind],
        key: JSON.parse(key ?? '[]') as string[],
        hasChildren,
      })),
    )
    const columns = await readColumns(session, chosen)
    const tables = chosen.map((relation) => ({ ...relation, columns: columns.get(relation.oid) ?? [] }))
    const all = tables.flatMap((table) => table.columns)
    const types = await readTypes(session, wanted(all))
    const domainNeeds = types.some(({ definition }) => definition.kind === 'domain')
      ? await session.query<DomainNeed>(ownSql('app/init/sql/domain-needs'))
      : []
    return { tables, types, domainNeeds }
  } finally {
    // A lost connection needs no rollback; the first error is the one to report.
    await session.exec('ROLLBACK').catch(() => undefined)
  }
}

async function readColumns(
  session: Session,
  relations: readonly FoundRelation[],
): Promise<ReadonlyMap<string, FoundColumn[]>> {
  const columns = new Map<string, FoundColumn[]>(relations.map(({ oid }) => [oid, []]))
  const oids = `{${[...columns.keys()].join(',')}}`
  for (const row of await session.query<ColumnRow>(ownSql('app/init/sql/columns'), [oids]))
    columns.get(row.oid)?.push({
      name: row.name,
      type: row.type,
      ownType: named(row.type_schema, row.type_name),
      collation: named(row.collation_schema, row.collation_name),
      notNull: row.not_null,
      comment: row.comment,
    })
  return columns
}

function wanted(columns: readonly FoundColumn[]): readonly WantedType[] {
  const found = new Map<string, WantedType>()
  for (const { ownType, collation } of columns) {
    if (ownType) found.set(JSON.stringify([ownType]), { ...ownType, collation: false })
    if (collation) found.set(JSON.stringify([collation, 'collation']), { ...collation, collation: true })
  }
  return [...found.values()]
}
