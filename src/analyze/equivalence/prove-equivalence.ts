import type { OidNames } from '../../model/oid-names.js'
import { outlineView } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

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
 * It only sees that both versions compute something in the same way, whatever their aliases. Objects that are not built in
 * are compared by name: the caller answers for functions and types that changed.
 */
export function proveEquivalence(before: ViewVersion, after: ViewVersion): Equivalence {
  const [old, now] = [outlineView(before.tree, before.names), outlineView(after.tree, after.names)]
  if (!old || !now) return { rows: false, columns: new Set() }
  const same = [...now.columns].filter(([name, hash]) => old.columns.get(name) === hash)
  return { rows: old.rows === now.rows, columns: new Set(same.map(([name]) => name)) }
}
