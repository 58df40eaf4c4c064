import type { OidNames } from '../../../model/oid-names.js'
import { outputsOf, type QueryScope, readWrittenTree } from '../../../pgtree/index.js'
import { createOutliner } from './create-outliner.js'

/** What tells apart how two views make their rows and each of their columns. */
export interface ViewOutline {
  /** Hash of what decides which rows there are. */
  readonly rows: string
  /** By column: hash of what its value is computed from, down to the columns of the relations read. */
  readonly columns: ReadonlyMap<string, string>
}

/** Outlines a view from `pg_rewrite.ev_action`. Undefined when the text is not one of a plain query. */
export function outlineView(text: string, names: OidNames): ViewOutline | undefined {
  const tree = readWrittenTree(text)
  if (tree === undefined) return undefined
  const outliner = createOutliner(tree, names)
  const scope: QueryScope = { query: tree.query, outer: null }
  const columns = outputsOf(tree.query).map(
    ({ resname, resno }) => [resname ?? '', outliner.column(scope, resno)] as const,
  )
  return { rows: outliner.rows(scope), columns: new Map(columns) }
}
