import type { OidNames } from '../../model/oid-names.js'
import { outlineView } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { plainColumns } from './plain-column.js'

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
 * It sees that both versions compute something in the same way, whatever their aliases, and that both hand on the same
 * column, one of them in a wider type. Objects that are not built in are compared by name: the caller answers for functions
 * and types that changed.
 */
export function proveEquivalence(before: ViewVersion, after: ViewVersion): Equivalence {
  const [old, now] = [outlineView(before.tree, before.names), outlineView(after.tree, after.names)]
  // The same text over columns of another type may compute something else.
  if (!old || !now || isRetyped(before.reads, after.reads)) return { rows: false, columns: new Set() }
  const rows = old.rows === now.rows
  const same = [...now.columns].filter(([name, hash]) => old.columns.get(name) === hash).map(([name]) => name)
  // A relation that is read once has one row for each row of the view, whatever the column is called on the way.
  const canTrace = rows && !old.isRepeated && !now.isRepeated
  return { rows, columns: new Set([...same, ...(canTrace ? handedOn(before, after) : [])]) }
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
