import { rangeTableKind } from '../codes.js'
import type { FromNode, QueryNode, RangeTableEntry } from '../nodes.js'
import { cteOf, entryAt, isOneGroup, type QueryScope } from '../query-scope.js'
import type { Outliner } from './outliner.js'

export const relationName = ({ relid }: RangeTableEntry, { names }: Outliner): string =>
  names.relations.get(String(relid)) ?? String(relid)

/**
 * The query of a WITH, with its scope; undefined for a recursive one, which would loop, and for an entry that does not
 * read a WITH.
 */
export const plainCte = (entry: RangeTableEntry, scope: QueryScope): QueryScope | undefined => {
  const found = entry.rtekind === rangeTableKind.cte ? cteOf(entry, scope) : null
  return found?.cte.ctequery && !found.cte.cterecursive
    ? { query: found.cte.ctequery, outer: found.home }
    : undefined
}

/** Text of a whole recursive WITH; only its name inside of itself. */
const recursiveText = (entry: RangeTableEntry, scope: QueryScope, outliner: Outliner): string => {
  const { tree, unfinished } = outliner
  const found = cteOf(entry, scope)
  const query = found?.cte.ctequery
  if (!found || !query || unfinished.has(query)) return outliner.text(tree.field(entry, 'ctename'), scope)
  unfinished.add(query)
  const rest = ['search_clause', 'cycle_clause'].map((name) =>
    outliner.text(tree.field(found.cte, name), scope),
  )
  const written = [outliner.whole({ query, outer: found.home }), ...rest].join(' ')
  unfinished.delete(query)
  return written
}

/**
 * Whether a query always returns one row: aggregates without GROUP BY. Its input then affects only values, not the set of
 * rows.
 */
const isOneRow = (query: QueryNode): boolean =>
  isOneGroup(query) &&
  !query.hasTargetSRFs &&
  [query.havingQual, query.limitOffset, query.limitCount, query.setOperations].every((part) => part === null)

/** Text of the rows that a FROM item returns. */
export const sourceRows = (entry: RangeTableEntry, scope: QueryScope, outliner: Outliner): string => {
  const { rtekind, subquery } = entry
  if (rtekind === rangeTableKind.relation) {
    const sample = outliner.text(outliner.tree.field(entry, 'tablesample'), scope)
    return `${relationName(entry, outliner)} ${sample}`
  }
  if (rtekind === rangeTableKind.subquery && subquery !== null)
    return isOneRow(subquery) ? 'one row' : outliner.rows({ query: subquery, outer: scope })
  if (rtekind !== rangeTableKind.cte) return outliner.plain(entry, scope)
  const cte = plainCte(entry, scope)
  return cte ? outliner.rows(cte) : recursiveText(entry, scope, outliner)
}

/** Text of a join, with its items in place of their numbers. */
export const joinedText = (item: FromNode | null, scope: QueryScope, outliner: Outliner): string => {
  if (item === null) return ''
  const side = (one: FromNode | null): string => joinedText(one, scope, outliner)
  const written = (type: string, sides: readonly string[]): string => {
    const condition = outliner.text(outliner.tree.field(item, 'quals'), scope)
    return `{${item.kind} ${type} ${sides.join(' ')} ${condition}}`
  }
  switch (item.kind) {
    case 'RANGETBLREF': {
      const entry = entryAt(scope.query, item.rtindex)
      return entry ? sourceRows(entry, scope, outliner) : outliner.plain(item, scope)
    }
    case 'FROMEXPR': {
      const items = item.fromlist.map(side)
      return written('', [items.length > 0 ? `(${items.join(' ')})` : '', '', ''])
    }
    case 'JOINEXPR':
      return written(String(item.jointype), ['', side(item.larg), side(item.rarg)])
    case 'UNKNOWN':
      return outliner.plain(item, scope)
  }
}
