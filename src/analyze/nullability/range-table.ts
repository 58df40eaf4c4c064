import type { Nullability } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { cteOf, entryAt, type Node, type RangeTableEntry, rangeTableKind } from '../../pgtree/index.js'
import { inferFunctionColumns } from './function-columns.js'
import { type Pass, pointIn, type Scope } from './scope.js'
import { canBeNull, firstNullable, notNull } from './verdict.js'

/**
 * Columns of one entry of a query's range table, as the entry itself gives them: what joins do to them is not in it.
 * A column past the end of the list is one of which nothing is known.
 */
export const rangeTableColumns = (scope: Scope, index: number, pass: Pass): readonly Nullability[] => {
  const known = scope.columns.get(index)
  if (known !== undefined) return known
  const entry = entryAt(scope.query, index)
  const columns = entry === undefined ? [] : (rules[entry.rtekind]?.(entry, scope, pass) ?? [])
  scope.columns.set(index, columns)
  return columns
}

type EntryRule = (entry: RangeTableEntry, scope: Scope, pass: Pass) => readonly Nullability[]

/** Joins and the grouping step are resolved before, so they have no rule. */
const rules: Readonly<Record<number, EntryRule>> = {
  [rangeTableKind.relation]: ({ relid }, _scope, pass) => {
    const relation = pass.catalogs.relations.get(relid)
    if (relation === undefined) return []
    const analyzed = pass.dependencies.get(displayName(relation))
    const byName = new Map(analyzed?.columns.map((column) => [column.name, column.nullability]))
    const foreign = canBeNull(`${displayName(relation)} is not a relation of this project`)
    return relation.columns.map((name) => byName.get(name) ?? foreign)
  },

  [rangeTableKind.subquery]: ({ subquery }, scope, pass) =>
    subquery === null ? [] : pass.inferQuery(subquery, pointIn(scope, scope.inputFacts)).columns,

  [rangeTableKind.function]: inferFunctionColumns,

  [rangeTableKind.values]: ({ values_lists: lists }, scope, pass) => {
    const point = pointIn(scope, scope.inputFacts)
    return (lists[0] ?? []).map((_, column) =>
      firstNullable(lists.map((list) => (list[column] ? pass.infer(list[column], point) : unknown))),
    )
  },

  [rangeTableKind.cte]: (entry, scope, pass) => {
    const found = cteOf(entry, scope)
    return found === null ? [] : cteColumns(found.cte, found.home, pass)
  },

  [rangeTableKind.tableFunction]: ({ tablefunc }) =>
    (tablefunc?.colexprs ?? []).map(() => canBeNull('XMLTABLE or JSON_TABLE may find nothing')),
}

const unknown = canBeNull('nothing is known of this column')

/** References to a CTE use the cache of the query that declares it. */
const cteColumns = (cte: Node<'COMMONTABLEEXPR'>, home: Scope, pass: Pass): readonly Nullability[] => {
  const known = home.ctes.get(cte)
  if (known !== undefined) return known
  const { ctequery } = cte
  if (ctequery === null) return []
  const infer = (): readonly Nullability[] =>
    pass.inferQuery(ctequery, pointIn(home, home.inputFacts)).columns
  if (!cte.cterecursive) {
    const columns = infer()
    home.ctes.set(cte, columns)
    return columns
  }
  //   // By induction: assume that no column is NULL in the rows so far, infer the next rows, and drop the assumption for
  // columns that could be NULL, until nothing changes.
  let supposed: readonly Nullability[] = ctequery.targetList.map(() => notNull)
  for (;;) {
    home.ctes.set(cte, supposed)
    const follows = infer()
    if (follows.every((one, at) => !one.nullable || supposed[at]?.nullable === true)) return follows
    supposed = supposed.map((one, at) => (one.nullable ? one : (follows[at] ?? unknown)))
  }
}
