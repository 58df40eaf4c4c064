import type { OidNames } from '../../model/oid-names.js'
import { outputsOf, type QueryScope } from '../query-scope.js'
import { readWrittenTree } from '../read-written-tree.js'
import { createOutliner } from './create-outliner.js'

/** Hashes of how a view computes its rows and each of its columns, for comparing two views. */
export interface ViewOutline {
  /** Hash of everything that decides the set of rows. */
  readonly rows: string
  /** By column: hash of its expression, down to columns of the relations that the view reads. */
  readonly columns: ReadonlyMap<string, string>
  /** Whether it reads a relation, or another item of FROM, more than once. */
  readonly isRepeated: boolean
}

/** Outlines a view from `pg_rewrite.ev_action`. Undefined if the text is not a plain query. */
export function outlineView(text: string, names: OidNames): ViewOutline | undefined {
  const tree = readWrittenTree(text)
  if (tree === undefined) return undefined
  const outliner = createOutliner(tree, names)
  const scope: QueryScope = { query: tree.query, outer: null }
  const columns = outputsOf(tree.query).map(
    ({ resname, resno }) => [resname ?? '', outliner.column(scope, resno)] as const,
  )
  return { rows: outliner.rows(scope), columns: new Map(columns), isRepeated: outliner.isRepeated }
}
