import { joinType, rangeTableKind } from '../codes.js'
import type { FromNode, Node, RangeTableEntry } from '../nodes.js'
import { aliasesOf, entryOf, type QueryScope } from '../query-scope.js'
import { isWrittenList } from '../read-written-tree.js'
import type { Outliner } from './outliner.js'
import { joinedText, plainCte, relationName, sourceRows } from './source-text.js'

/** Text of what a variable refers to, and of the outer joins that can make it NULL, since they also decide its value. */
export const variableText = (node: Node<'VAR'>, scope: QueryScope, outliner: Outliner): string => {
  const found = entryOf(node, scope)
  if (found === null) return outliner.plain(node, scope)
  const { entry, home } = found
  const joins = node.varnullingrels.map((index) => outerJoin(home.query.jointree, index, home, outliner))
  const place = outliner.isRepeated ? `${node.varlevelsup}:${placeOf(node.varno, home)}` : ''
  return [place, denoted(entry, node.varattno, home, outliner), ...joins].join(' ')
}

/** The place of an item among those of its FROM clause, whatever its alias. */
function placeOf(index: number, { query }: QueryScope): string {
  const place = itemsOf(query.jointree).indexOf(index)
  return place < 0 ? `entry ${index}` : String(place)
}

/** Range table indexes of the items below a join, in their order. */
const itemsOf = (item: FromNode | null): readonly number[] => {
  if (item?.kind === 'RANGETBLREF') return [item.rtindex]
  if (item?.kind === 'FROMEXPR') return item.fromlist.flatMap(itemsOf)
  return item?.kind === 'JOINEXPR' ? [item.larg, item.rarg].flatMap(itemsOf) : []
}

const denoted = (entry: RangeTableEntry, attno: number, home: QueryScope, outliner: Outliner): string => {
  if (entry.rtekind === rangeTableKind.relation)
    return `${relationName(entry, outliner)}.${columnName(entry, attno, outliner)}`
  if (attno <= 0) return `row ${attno} of ${wholeItem(entry, home, outliner)}`
  const aliases = aliasesOf(entry)
  if (aliases !== null) return outliner.text(aliases[attno - 1], home)
  if (entry.rtekind === rangeTableKind.subquery && entry.subquery !== null)
    return outliner.column({ query: entry.subquery, outer: home }, attno)
  const cte = plainCte(entry, home)
  return cte ? outliner.column(cte, attno) : `${attno} of ${sourceRows(entry, home, outliner)}`
}

/** Text of all that a whole-row reference depends on: rows, columns and their names, which JSON shows. */
const wholeItem = (entry: RangeTableEntry, home: QueryScope, outliner: Outliner): string => {
  const query = entry.subquery === null ? plainCte(entry, home) : { query: entry.subquery, outer: home }
  const names = entry.eref === null ? undefined : outliner.tree.field(entry.eref, 'colnames')
  const columns = query ? outliner.whole(query) : ''
  return [sourceRows(entry, home, outliner), columns, outliner.text(names, home)].join(' ')
}

/** Name of a relation's column. Its number may differ in another copy of the relation. */
const columnName = (entry: RangeTableEntry, attno: number, { tree }: Outliner): string => {
  const names = entry.eref === null ? undefined : tree.field(entry.eref, 'colnames')
  const name = isWrittenList(names) ? names[attno - 1] : undefined
  return typeof name === 'string' ? name : String(attno)
}

/** The nullable side of an outer join, with its condition. */
const outerJoin = (item: FromNode | null, index: number, scope: QueryScope, outliner: Outliner): string => {
  if (item?.kind === 'FROMEXPR')
    return item.fromlist.map((one) => outerJoin(one, index, scope, outliner)).join('')
  if (item?.kind !== 'JOINEXPR') return ''
  const { jointype, larg, rarg } = item
  if (item.rtindex !== index)
    return [larg, rarg].map((one) => outerJoin(one, index, scope, outliner)).join('')
  const optional = jointype === joinType.left ? [rarg] : jointype === joinType.right ? [larg] : [larg, rarg]
  return [
    ...optional.map((one) => joinedText(one, scope, outliner)),
    outliner.text(outliner.tree.field(item, 'quals'), scope),
  ].join(' on ')
}
