import type { OidNames } from '../../model/oid-names.js'
import { outlineView, readNodeTree } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { plainColumns } from './plain-column.js'
import { type IsUnsatisfiable, type QueryVersion, sameColumns } from './same-columns.js'

/** What is known of a relation that a version of a view reads. */
export interface ReadRelation {
  readonly columns: readonly {
    readonly name: string
    /** As printed by `format_type`, with the collation if a source column declares one. */
    readonly type: string
    /** Null where it is not known. */
    readonly nullable: boolean | null
  }[]
  /** Sets of columns that are known to be unique. */
  readonly uniqueKeys: readonly (readonly string[])[]
}

/** One version of a view, as stored by a Postgres. */
export interface ViewVersion {
  /** `pg_rewrite.ev_action` */
  readonly tree: string
  /** Names of the OIDs of objects that are not built in. They differ between the versions. */
  readonly names: OidNames
  /** The catalog rows that the tree mentions. */
  readonly catalogs: Catalogs
  /** The relations that it reads directly, by display name. */
  readonly reads: ReadonlyMap<string, ReadRelation>
}

/** What is proven of two versions of a view. */
export interface Equivalence {
  /** Whether both return the same number of rows for the same source rows, with the same values in the proven columns. */
  readonly rows: boolean
  /**
   * Columns that have the same value in each row for every input. Where the types differ, the value is the same one, and
   * only its type is another.
   */
  readonly columns: ReadonlySet<string>
}

/**
 * Proves what it can of two versions of a view, given that the relations they read return the same rows. What is not
 * proven is not known to differ.
 *
 * Two proofs are tried. One sees that both versions compute something in the same way, whatever their aliases, and that both
 * hand on the same column, one of them in a wider type; there, objects that are not built in are compared by name, and the
 * caller answers for functions and types that changed. The other one reads both versions as terms over the same rows.
 *
 * @param ask the solver of the project; null if it has none.
 */
export async function proveEquivalence(
  before: ViewVersion,
  after: ViewVersion,
  ask: IsUnsatisfiable | null,
): Promise<Equivalence> {
  const alike = sameOutline(before, after)
  const open = [...alike.open]
  if (alike.rows && open.length === 0) return alike
  const known = knownRelations(before.reads, after.reads)
  const columns = await sameColumns(queryVersion(before, known), queryVersion(after, known), ask)
  if (columns === null) return alike
  return { rows: true, columns: new Set([...alike.columns, ...columns]) }
}

const queryVersion = (
  { tree, catalogs }: ViewVersion,
  dependencies: QueryVersion['dependencies'],
): QueryVersion => ({ query: readNodeTree(tree).query, catalogs, dependencies })

/** What holds of the relations in both versions: their rows may be those of either. */
function knownRelations(
  before: ViewVersion['reads'],
  after: ViewVersion['reads'],
): QueryVersion['dependencies'] {
  const isNullable = (reads: ViewVersion['reads'], relation: string, name: string): boolean =>
    reads.get(relation)?.columns.find((column) => column.name === name)?.nullable ?? true
  return new Map(
    [...after].map(([relation, { columns }]) => [
      relation,
      {
        columns: columns.map(({ name, type }) => ({
          name,
          type: { name: type },
          nullability: {
            nullable: isNullable(before, relation, name) || isNullable(after, relation, name),
          },
        })),
      },
    ]),
  )
}

/** What is the same by the way in which it is written, and the columns of both versions that are not. */
function sameOutline(
  before: ViewVersion,
  after: ViewVersion,
): Equivalence & { readonly open: ReadonlySet<string> } {
  const [old, now] = [outlineView(before.tree, before.names), outlineView(after.tree, after.names)]
  // The same text over columns of another type may compute something else.
  if (!old || !now || isRetyped(before.reads, after.reads))
    return { rows: false, columns: new Set(), open: new Set() }
  const rows = old.rows === now.rows
  const same = [...now.columns].filter(([name, hash]) => old.columns.get(name) === hash).map(([name]) => name)
  // A relation that is read once has one row for each row of the view, whatever the column is called on the way.
  const canTrace = rows && !old.isRepeated && !now.isRepeated
  const columns = new Set([...same, ...(canTrace ? handedOn(before, after) : [])])
  const open = new Set([...now.columns.keys()].filter((name) => old.columns.has(name) && !columns.has(name)))
  return { rows, columns, open }
}

function isRetyped(before: ViewVersion['reads'], after: ViewVersion['reads']): boolean {
  return [...after].some(([relation, { columns }]) => {
    const types = new Map(before.get(relation)?.columns.map(({ name, type }) => [name, type]))
    return columns.some(({ name, type }) => (types.get(name) ?? type) !== type)
  })
}

/** Columns that both versions take from the same column of the same relation. */
function handedOn(before: ViewVersion, after: ViewVersion): readonly string[] {
  const old = plainColumns(before.tree, before.catalogs)
  return [...plainColumns(after.tree, after.catalogs)]
    .filter(([name, column]) => old.get(name) === column)
    .map(([name]) => name)
}
