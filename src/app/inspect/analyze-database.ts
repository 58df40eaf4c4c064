import { analyzeQuery } from '../../analyze/index.js'
import type { AnalyzedColumn, AnalyzedRelation } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import type { Catalogs, ResolvedView } from '../../resolve/index.js'
import type { FoundColumn, FoundDatabase, FoundRelation } from './read-database.js'
import type { Recreated } from './recreate.js'

/** A relation of a database with everything that is proven of its rows. */
export interface InspectedRelation {
  readonly found: FoundRelation
  readonly analyzed: AnalyzedRelation
  /** Its query as the embedded Postgres resolved it; null for a table, and for a view that was not analyzed. */
  readonly resolved: ResolvedView | null
  /** Why nothing is known of a view but its types; null if it was analyzed. */
  readonly problem: string | null
}

/** Analyzes the relations of a database, each after those that it reads. By OID. */
export function analyzeDatabase(
  database: FoundDatabase,
  recreated: Recreated,
): ReadonlyMap<string, InspectedRelation> {
  const inspected = new Map<string, InspectedRelation>()
  const byName = new Map<string, AnalyzedRelation>()
  for (const found of inOrder(database.relations)) {
    const relation = inspectRelation(found, recreated, byName)
    inspected.set(found.oid, relation)
    byName.set(displayName(found), relation.analyzed)
  }
  return inspected
}

function inspectRelation(
  found: FoundRelation,
  recreated: Recreated,
  known: ReadonlyMap<string, AnalyzedRelation>,
): InspectedRelation {
  if (found.definition === null)
    return { found, analyzed: analyzeTable(found, recreated, known), resolved: null, problem: null }
  const problem = whyNot(found, recreated)
  const resolved = recreated.views.get(found.oid)
  if (problem !== null || resolved === undefined) {
    const why = problem ?? 'it could not be recreated'
    return { found, analyzed: unknownView(found), resolved: null, problem: why }
  }
  const isMaterialized = found.kind === 'materialized view'
  const analyzed = analyzeQuery(
    resolved,
    isMaterialized ? withoutDomains(recreated.catalogs) : recreated.catalogs,
    isMaterialized ? ofTheLastRefresh(known) : known,
    notesOf(found),
  )
  return { found, analyzed: withLiveTypes(analyzed, found), resolved, problem: null }
}

/** Why a view that has a definition is not analyzed; null if it is. */
function whyNot(found: FoundRelation, { views, errors }: Recreated): string | null {
  if (found.isTemporary) return 'it is a temporary view of another session'
  const error = errors.get(found.oid)
  if (error !== undefined) return `it cannot be recreated in the embedded Postgres: ${error}`
  const resolved = views.get(found.oid)
  if (resolved === undefined) return 'it cannot be recreated in the embedded Postgres'
  const at = Array.from({ length: Math.max(found.columns.length, resolved.columns.length) }).findIndex(
    (_, n) => described(found.columns[n]) !== described(resolved.columns[n]),
  )
  return at < 0
    ? null
    : `recreated in the embedded Postgres, its column ${at + 1} is ${described(resolved.columns[at])} ` +
        `instead of ${described(found.columns[at])}`
}

const described = (
  column: { readonly name: string; readonly type: { readonly sql: string } } | undefined,
): string => (column === undefined ? 'nothing' : `${column.name} of type ${column.type.sql}`)

const notesOf = (found: FoundRelation) => ({
  comment: found.comment,
  columns: found.columns.map(({ name, comment }) => ({ name, comment })),
  place: { relation: displayName(found) },
})

/** The types as the database has them: the stand-in for a type may be of another kind. */
const withLiveTypes = (relation: AnalyzedRelation, { columns }: FoundRelation): AnalyzedRelation => ({
  ...relation,
  columns: relation.columns.map((column, at) => ({ ...column, type: columns[at]?.type ?? column.type })),
})

/** What is known of a relation without a query: types, and why each column may be NULL. */
function bare(
  found: FoundRelation,
  kind: AnalyzedRelation['kind'],
  nullability: (column: FoundColumn) => AnalyzedColumn['nullability'],
): AnalyzedRelation {
  const { schema, name, comment } = found
  return {
    kind,
    schema,
    name,
    comment,
    columns: found.columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullability: nullability(column),
      comment: column.comment,
      lineage: [],
    })),
    dependsOn: [],
    rowLineage: [],
    leaks: [],
    uniqueKeys: [],
    key: [],
    viewdef: null,
    place: { relation: displayName(found) },
  }
}

/** The reason of each column; why the view was not analyzed is said once. */
export const notAnalyzed = (found: FoundRelation): string => `${displayName(found)} was not analyzed (FS608)`

const unknownView = (found: FoundRelation): AnalyzedRelation =>
  bare(found, 'view', () => ({ nullable: true, because: notAnalyzed(found) }))

/**
 * A table: NOT NULL and its checks hold for every row, because Postgres enforces them. A query for a check has the rows of
 * the table, so what is proven of its columns is true of the table.
 */
function analyzeTable(
  found: FoundRelation,
  { checks, catalogs }: Recreated,
  known: ReadonlyMap<string, AnalyzedRelation>,
): AnalyzedRelation {
  const name = displayName(found)
  const isForeign = found.kind === 'foreign table'
  const key = found.isKeyUnique ? found.key : []
  let table: AnalyzedRelation = {
    ...bare(found, 'source', (column) =>
      column.notNull
        ? { nullable: false }
        : {
            nullable: true,
            because: isForeign
              ? `${name} is a foreign table, whose constraints are not enforced`
              : `column ${name}.${column.name} is nullable`,
          },
    ),
    key,
    uniqueKeys: key.length > 0 ? [key] : [],
  }
  for (const check of checks.get(found.oid) ?? []) {
    const { columns, evidence } = analyzeQuery(check, catalogs, new Map([...known, [name, table]]), {
      ...notesOf(found),
    })
    table = {
      ...table,
      columns: table.columns.map((column, at) => {
        const { nullability, values } = columns[at] ?? column
        return {
          ...column,
          nullability: nullability.nullable ? column.nullability : nullability,
          ...(values && { values }),
        }
      }),
      ...(evidence && { evidence }),
    }
  }
  return table
}

/**
 * A materialized view has the rows of its last refresh. Since then constraints may have been added and views replaced, so
 * that nothing is known of the relations that it reads but their types.
 */
const ofTheLastRefresh = (
  known: ReadonlyMap<string, AnalyzedRelation>,
): ReadonlyMap<string, AnalyzedRelation> =>
  new Map(
    [...known].map(([name, relation]) => [
      name,
      {
        ...relation,
        uniqueKeys: [],
        evidence: [],
        columns: relation.columns.map((column) => ({
          name: column.name,
          type: column.type,
          nullability: {
            nullable: true,
            because: `${name}.${column.name} may have been NULL at the last refresh`,
          } as const,
          comment: '',
          lineage: [],
        })),
      },
    ]),
  )

/** A domain may have become NOT NULL since. */
const withoutDomains = (catalogs: Catalogs): Catalogs => ({
  ...catalogs,
  types: new Map([...catalogs.types].map(([oid, type]) => [oid, { ...type, notNullDomain: false }])),
})

/** Every relation after those that it reads. */
function inOrder(relations: readonly FoundRelation[]): readonly FoundRelation[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]))
  const ordered = new Set<FoundRelation>()
  const seen = new Set<string>()
  const visit = (relation: FoundRelation): void => {
    if (seen.has(relation.oid)) return
    seen.add(relation.oid)
    for (const oid of relation.reads) {
      const read = byOid.get(oid)
      if (read) visit(read)
    }
    ordered.add(relation)
  }
  relations.forEach(visit)
  return [...ordered]
}
