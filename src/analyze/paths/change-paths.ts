import type { ReadPath } from '../../model/analyzed-project.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import {
  aliasesOf,
  type AnyNode,
  commandSelect,
  cteOf,
  type Expression,
  integerConstant,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  type SetOperationNode,
  entryAt,
  visitChildren,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { columnOf } from '../order/columns.js'
import { isGrouped } from '../order/unique-rows.js'
import { isComparable } from './equal-columns.js'
import { type ColumnKey, columnKey, merge, type Pins, type PinScope } from './pins.js'
import { restrictJoins } from './restrict-joins.js'

/** What is known of the output columns of a query, by number. */
type Given = ReadonlyMap<number, Pins>

const nothing: Given = new Map()

interface Walk {
  readonly catalogs: Catalogs
  readonly found: ReadPath[]
  /** Recursive WITH queries that are being read. */
  readonly within: ReadonlySet<string>
}

/**
 * For each place at which a view reads a relation: which of its output columns reach columns there. Rows of the view in
 * which these outputs have some values depend on no other rows of the relation than those in which its columns have the
 * same values. A place that no column reaches may affect every row.
 *
 * The proof is that of a condition that is pushed down: through select lists, equalities of joins and of correlated
 * subqueries, the keys of groups, the partitions of windows, DISTINCT and set operations.
 *
 * @param names of the output columns.
 */
export function changePaths(
  query: QueryNode,
  names: readonly string[],
  catalogs: Catalogs,
): readonly ReadPath[] {
  const walk: Walk = { catalogs, found: [], within: new Set() }
  const given = new Map(
    names.map((name, at) => [at + 1, new Map([[name, { joined: false, extended: false }]])] as const),
  )
  visitQuery(query, given, null, walk)
  return walk.found
}

function visitQuery(query: QueryNode, given: Given, outer: PinScope | null, walk: Walk): void {
  const scope: PinScope = { query, outer, pins: new Map() }
  const passed = passedThrough(query, given)
  if (query.setOperations !== null) {
    visitOperands(query.setOperations, query, passed, scope, walk)
  } else {
    const known = new Map<ColumnKey, Pins>()
    for (const { expr, resno } of outputsOf(query)) {
      const column = columnOf(expr, query, walk.catalogs)
      if (column === null || !isComparable(column, walk.catalogs)) continue
      const change = isExtended(expr, query) ? { extended: true } : {}
      const merged = merge(known.get(columnKey(column)), passed.get(resno), change)
      if (merged !== undefined) known.set(columnKey(column), merged)
    }
    restrictJoins(query.jointree, known, scope, walk.catalogs)
    query.rtable.forEach((entry, at) => visitEntry(entry, at + 1, scope, walk))
  }
  visitExpressions(query, scope, walk)
}

/** Whether an outer join may put a NULL in the place of a column. */
function isExtended(expr: Expression | null, query: QueryNode): boolean {
  if (expr?.kind === 'RELABELTYPE') return isExtended(expr.arg, query)
  if (expr?.kind !== 'VAR') return false
  if (expr.varnullingrels.length > 0) return true
  const entry = entryAt(query, expr.varno)
  const alias = entry && aliasesOf(entry)?.[expr.varattno - 1]
  return alias !== undefined && isExtended(alias, query)
}

/**
 * The output columns by which the rows of a query can be chosen before it groups, numbers or cuts them: its rows with
 * these values stay the same if all other rows are left out.
 */
function passedThrough(query: QueryNode, given: Given): Given {
  const { commandType, limitCount, limitOffset, groupingSets, windowClause, hasDistinctOn, distinctClause } =
    query
  const isCut = limitCount !== null || (limitOffset !== null && integerConstant(limitOffset) !== 0n)
  if (commandType !== commandSelect || isCut || groupingSets.length > 0) return nothing
  const required = [
    ...(isGrouped(query) ? [query.groupClause] : []),
    ...windowClause.map(({ partitionClause }) => partitionClause),
    ...(hasDistinctOn ? [distinctClause] : []),
  ].map((clauses) => new Set(clauses.map(({ tleSortGroupRef }) => tleSortGroupRef)))
  const outputs = outputsOf(query)
  return new Map(
    [...given].filter(([number]) => {
      const target = outputs.find(({ resno }) => resno === number)
      return target !== undefined && required.every((refs) => refs.has(target.ressortgroupref))
    }),
  )
}

function visitOperands(
  node: SetOperationNode,
  query: QueryNode,
  given: Given,
  scope: PinScope,
  walk: Walk,
): void {
  if (node.kind === 'RANGETBLREF') {
    const operand = entryAt(query, node.rtindex)?.subquery ?? null
    if (operand !== null) visitQuery(operand, given, scope, walk)
    return
  }
  for (const one of [node.larg, node.rarg]) if (one !== null) visitOperands(one, query, given, scope, walk)
}

function visitEntry(entry: RangeTableEntry, index: number, scope: PinScope, walk: Walk): void {
  const pinned = new Map<number, Pins>()
  for (const [column, pins] of scope.pins) {
    const [varno, attno] = column.split('.').map(Number)
    if (varno === index && attno !== undefined && attno > 0 && entry.tablesample === null)
      pinned.set(attno, pins)
  }
  switch (entry.rtekind) {
    case rangeTableKind.relation:
      visitRelation(entry, pinned, walk)
      return
    case rangeTableKind.subquery:
      if (entry.subquery !== null) visitQuery(entry.subquery, pinned, scope, walk)
      return
    case rangeTableKind.cte: {
      const name = entry.ctename ?? ''
      const found = cteOf(entry, scope)
      if (found?.cte.ctequery == null || walk.within.has(name)) return
      const inside = found.cte.cterecursive ? { ...walk, within: new Set([...walk.within, name]) } : walk
      // It is computed once for all its readers, so nothing is known of the queries around it.
      visitQuery(found.cte.ctequery, found.cte.cterecursive ? nothing : pinned, unpinned(found.home), inside)
      return
    }
    default:
  }
}

const unpinned = (scope: PinScope): PinScope => ({
  query: scope.query,
  outer: scope.outer === null ? null : unpinned(scope.outer),
  pins: new Map(),
})

function visitRelation({ relid }: RangeTableEntry, pinned: Given, { catalogs, found }: Walk): void {
  const relation = catalogs.relations.get(relid)
  if (relation === undefined) return
  const columns = [...pinned].flatMap(([attno, pins]) =>
    [...pins].map(([output, pin]) => ({ output, column: relation.columns[attno - 1] ?? '', ...pin })),
  )
  found.push({ relation: displayName(relation), columns })
}

/** Subqueries in expressions; those in FROM and WITH are visited where they are read. */
function visitExpressions(query: QueryNode, scope: PinScope, walk: Walk): void {
  const visit = (node: AnyNode): void => {
    if (node.kind === 'COMMONTABLEEXPR') return
    if (node.kind === 'QUERY') visitQuery(node, nothing, scope, walk)
    else if (node.kind === 'RANGETBLENTRY')
      visitChildren(node, (child) => {
        if (child.kind !== 'QUERY') visit(child)
      })
    else visitChildren(node, visit)
  }
  visitChildren(query, visit)
}

/**
 * The same down to the sources and stored relations, through the views between.
 *
 * @param through relations read by functions, which the view's own query does not mention.
 * @param pathsOf those of a view that is computed when it is read; undefined for anything else.
 */
export const throughViews = (
  paths: readonly ReadPath[],
  through: readonly RelationName[],
  pathsOf: (relation: string) => readonly ReadPath[] | undefined,
): readonly ReadPath[] =>
  distinct(
    [...paths, ...through.map((name) => ({ relation: displayName(name), columns: [] }))].flatMap((path) => {
      const below = pathsOf(path.relation)
      return below === undefined ? [path] : below.map((one) => joined(path, one))
    }),
  )

/** `view.o` reaches `between.c`, and `between.c` reaches `source.d`. */
const joined = ({ columns }: ReadPath, below: ReadPath): ReadPath => {
  const found = new Map<string, ReadPath['columns'][number]>()
  for (const upper of columns)
    for (const lower of below.columns) {
      if (lower.output !== upper.column) continue
      const key = JSON.stringify([upper.output, lower.column])
      const pin = {
        joined: upper.joined || lower.joined,
        extended: upper.extended || lower.extended,
      }
      const better = merge(new Map([['', found.get(key) ?? pin]]), new Map([['', pin]]))?.get('') ?? pin
      found.set(key, {
        output: upper.output,
        column: lower.column,
        joined: better.joined,
        extended: better.extended,
      })
    }
  return { relation: below.relation, columns: [...found.values()] }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const distinct = (paths: readonly ReadPath[]): readonly ReadPath[] => {
  const sorted = paths.map(({ relation, columns }) => ({
    relation,
    columns: columns.toSorted((a, b) => order(a.output, b.output) || order(a.column, b.column)),
  }))
  return [...new Map(sorted.map((path) => [JSON.stringify(path), path])).entries()]
    .toSorted(([a], [b]) => order(a, b))
    .map(([, path]) => path)
}
