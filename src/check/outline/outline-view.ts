import type { OidNames } from '../../model/oid-names.js'
import { createOutliner } from './outliner.js'
import { nodesOf, readTree, unescape } from './read-tree.js'
import type { Scope } from './scope.js'
import { word } from './vocabulary.js'

/** What tells apart how two views make their rows and each of their columns. */
export interface ViewOutline {
  /** Hash of what decides which rows there are. */
  readonly rows: string
  /** By column: hash of what its value is computed from, down to the columns of the relations read. */
  readonly columns: ReadonlyMap<string, string>
}

/** Outlines a view from `pg_rewrite.ev_action`. Undefined when the text is not one of a plain query. */
export function outlineView(text: string, names: OidNames): ViewOutline | undefined {
  const tree = readTree(text)
  const query = nodesOf(tree)[0]
  if (query?.kind !== 'QUERY') return undefined
  const outliner = createOutliner(names)
  const scope: Scope = { query, outer: undefined }
  const columns = new Map<string, string>()
  for (const target of nodesOf(query.fields.get(':targetList'))) {
    if (word(target, ':resjunk') === 'true') continue
    columns.set(unescape(word(target, ':resname')), outliner.column(scope, Number(word(target, ':resno'))))
  }
  return { rows: outliner.rows(scope), columns }
}
