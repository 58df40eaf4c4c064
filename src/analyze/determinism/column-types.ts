import { type Expression, type QueryNode, rangeTableKind, scopeUp } from '../../pgtree/index.js'
import { type FoundEntry, inQuery, type LeakContext } from './leak-context.js'
import { namedType, type ValueType } from './value-type.js'

type TypeOf = (expr: Expression | null, at: LeakContext) => ValueType
type Rule = (found: FoundEntry, typeOf: TypeOf) => readonly ValueType[] | null

/** Types of the columns of something that is read from, where the tree shows them; null where it does not. */
export const columnTypes = (found: FoundEntry, typeOf: TypeOf): readonly ValueType[] | null =>
  rules[found.entry.rtekind]?.(found, typeOf) ?? null

/** The arms of a set operation may give rows of different columns under the one name `record`. */
const outputTypes = (query: QueryNode, at: LeakContext, typeOf: TypeOf): readonly ValueType[] =>
  query.targetList
    .filter(({ resjunk }) => !resjunk)
    .map(({ expr }) =>
      query.setOperations !== null && expr?.kind === 'VAR'
        ? namedType(expr.vartype, at.catalogs)
        : typeOf(expr, inQuery(query, at)),
    )

const rules: Readonly<Record<number, Rule>> = {
  [rangeTableKind.subquery]: ({ entry, home }, typeOf) =>
    entry.subquery && outputTypes(entry.subquery, home, typeOf),

  [rangeTableKind.join]: ({ entry, home }, typeOf) => entry.joinaliasvars.map((expr) => typeOf(expr, home)),

  [rangeTableKind.group]: ({ entry, home }, typeOf) => entry.groupexprs.map((expr) => typeOf(expr, home)),

  [rangeTableKind.values]: ({ entry: { values_lists: lists }, home }, typeOf) =>
    (lists[0] ?? []).map((first, column) => ({
      name: typeOf(first, home).name,
      parts: lists.flatMap((list) => typeOf(list[column] ?? null, home).parts),
    })),

  [rangeTableKind.cte]: ({ entry: { ctename, ctelevelsup }, home }, typeOf) => {
    const scope = scopeUp(home.scope, ctelevelsup)
    const query = scope?.query.cteList.find((one) => one.ctename === ctename)?.ctequery ?? null
    return scope === null || query === null ? null : outputTypes(query, { ...home, scope }, typeOf)
  },
}
