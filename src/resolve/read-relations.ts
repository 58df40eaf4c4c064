import type { ColumnType } from '../model/analyzed-project.js'
import { quoteRelation } from '../model/quote-identifier.js'
import type { RelationName } from '../model/relation-name.js'
import type { CatalogRelation } from './catalogs.js'
import type { ResolvedColumn } from './resolved.js'
import type { ResolveSession } from './session.js'
import { quoteLiteral } from '../model/quote-literal.js'

/** A table or view as read from the catalogs. */
export interface ReadRelation extends RelationName {
  readonly oid: number
  readonly columns: readonly ResolvedColumn[]
  /** Text of `ev_action`; null for a table. */
  readonly tree: string | null
  readonly viewdef: string | null
}

/** Relations read in one query: some 3 MB of trees, so that the text of a large project is never held whole. */
const batchSize = 100

interface Row {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly columns: string
  readonly tree: string | null
  readonly viewdef: string | null
}
type ColumnRow = readonly [
  name: string,
  type: number,
  modifier: number,
  notNull: boolean,
  collation: string | null,
]

const relationQuery = (relations: readonly RelationName[]): string => `
  SELECT c.oid::text AS oid, n.nspname::text AS schema, c.relname::text AS name,
    (SELECT json_agg(json_build_array(a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull, (
       SELECT quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
       FROM pg_collation l JOIN pg_namespace cn ON cn.oid = l.collnamespace
       WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation)) ORDER BY a.attnum)::text
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
    r.ev_action::text AS tree,
    CASE WHEN r.oid IS NOT NULL THEN pg_get_viewdef(c.oid, true) END AS viewdef
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
  WHERE c.oid = ANY (ARRAY[${relations.map((r) => `${quoteLiteral(quoteRelation(r))}::regclass`).join(', ')}]::oid[])`

/**
 * A domain is resolved to its base type, whose OID clients receive. Labels are in the order of the enum.
 */
const typeQuery = (types: readonly string[]): string => `
  WITH RECURSIVE wanted (type, modifier) AS (
    VALUES ${types.map((type) => `(${type.replace(' ', '::oid, ')})`).join(', ')}
  ),
  below (type, base, depth) AS (
    SELECT DISTINCT type, type, 0 FROM wanted
    UNION ALL
    SELECT b.type, t.typbasetype, b.depth + 1 FROM below b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd'
  ),
  bottom AS (SELECT DISTINCT ON (type) type, base, depth FROM below ORDER BY type, depth DESC)
  SELECT wanted.type::text AS type, wanted.modifier::text AS modifier, n.nspname::text AS schema,
    t.typname::text AS name, format_type(wanted.type, wanted.modifier) AS sql,
    (SELECT json_build_object('schema', bn.nspname, 'name', b.typname)::text
     FROM pg_type b JOIN pg_namespace bn ON bn.oid = b.typnamespace
     WHERE b.oid = bottom.base AND bottom.depth > 0) AS base,
    (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum e WHERE e.enumtypid = bottom.base) AS labels
  FROM wanted
  JOIN bottom ON bottom.type = wanted.type
  JOIN pg_type t ON t.oid = wanted.type
  JOIN pg_namespace n ON n.oid = t.typnamespace`

interface TypeRow {
  readonly type: string
  readonly modifier: string
  readonly schema: string
  readonly name: string
  readonly sql: string
  /** JSON of what a {@link ColumnType} has of that name. */
  readonly base: string | null
  readonly labels: string | null
}

const toType = ({ schema, name, sql, base, labels }: TypeRow): ColumnType => ({
  schema,
  name,
  sql,
  ...(base !== null && { base: JSON.parse(base) as NonNullable<ColumnType['base']> }),
  ...(labels !== null && { labels: JSON.parse(labels) as string[] }),
})

/** Types of columns that were looked up, by OID and modifier. */
export type KnownTypes = Map<string, ColumnType>

/**
 * Reads relations in batches; each type is looked up once. The next batch is requested before one is handed out, so that a
 * server in a process of its own reads it while the trees of the last one are parsed.
 *
 * @param types those of earlier calls; what is looked up is added.
 */
export async function* readRelations(
  session: ResolveSession,
  relations: readonly RelationName[],
  types: KnownTypes = new Map(),
): AsyncGenerator<readonly ReadRelation[]> {
  // With an empty path, view definitions and type names qualify everything that is not built in.
  await session.exec(`SET search_path = ''`)
  const request = (at: number): Promise<Row[]> => {
    const rows = session.query<Row>(relationQuery(relations.slice(at, at + batchSize)))
    rows.catch(() => undefined) // Prevents an unhandled rejection; awaited below.
    return rows
  }
  let requested = relations.length > 0 ? request(0) : undefined
  for (let next = batchSize; requested !== undefined; next += batchSize) {
    const rows: Row[] = await requested
    const parsed = rows.map((row) => ({ row, columns: JSON.parse(row.columns ?? '[]') as ColumnRow[] }))
    const unseen = new Set(
      parsed.flatMap(({ columns }) => columns.map(typeKey)).filter((key) => !types.has(key)),
    )
    await readTypes(session, [...unseen], types)
    requested = next < relations.length ? request(next) : undefined
    yield parsed.map(({ row, columns }) => ({
      ...row,
      oid: Number(row.oid),
      columns: columns.map((column) => ({
        name: column[0],
        type: types.get(typeKey(column)) ?? missingType(column),
        notNull: column[3],
        ...(column[4] !== null && { collation: column[4] }),
      })),
    }))
  }
  await session.exec('RESET search_path')
}

/** The properties of a relation that trees need. */
export const catalogRelation = ({ schema, name, columns }: ReadRelation): CatalogRelation => ({
  schema,
  name,
  columns: columns.map((column) => column.name),
})

const typeKey = ([, type, modifier]: ColumnRow): string => `${type} ${modifier}`

const missingType = ([name, type]: ColumnRow): never => {
  throw new Error(`pg_type has no row ${type}, the type of column ${name}`)
}

const readTypes = async (
  session: ResolveSession,
  wanted: readonly string[],
  into: KnownTypes,
): Promise<void> => {
  if (wanted.length === 0) return
  const rows = await session.query<TypeRow>(typeQuery(wanted))
  for (const row of rows) into.set(`${row.type} ${row.modifier}`, toType(row))
}
