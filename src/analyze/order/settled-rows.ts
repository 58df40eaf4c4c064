import {
  type Expression,
  type Node,
  outputsOf,
  type QueryNode,
  type TargetEntry,
  targetsOf,
} from '../../pgtree/index.js'
import { isSameWhenEqual, type Known } from './known.js'
import type { OrderContext } from './order-context.js'
import { inputTellsApart, knownBy, setTellsApart } from './unique-rows.js'

/**
 * What some clauses sort or group by, as far as the order is one of Postgres or of its extensions: two values that tie in
 * it are equal. An operator that a user has made may call anything equal.
 */
export const settledTargets = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  targets: readonly TargetEntry[],
  context: OrderContext,
): readonly TargetEntry[] =>
  targetsOf(
    clauses.filter((clause) => isTrusted(clause, context)),
    targets,
  )

const isTrusted = ({ eqop }: Node<'SORTGROUPCLAUSE'>, { catalogs }: OrderContext): boolean =>
  catalogs.functions.get(catalogs.operators.get(eqop)?.function ?? 0)?.comparison === true

/** Whether the values are the same for every order of tied rows. */
export const areSettled = (
  args: readonly TargetEntry[],
  by: readonly TargetEntry[],
  known: Known,
  isSame: (expr: Expression | null) => boolean,
): boolean => args.every((arg) => known.isFixed(arg.expr) || (isSorted(arg, by) && isSame(arg.expr)))

const isSorted = (target: TargetEntry, by: readonly TargetEntry[]): boolean =>
  by.some(
    (one) => one === target || (target.ressortgroupref > 0 && one.ressortgroupref === target.ressortgroupref),
  )

/** Whether the first rows, or at least their values, are determined. */
export const isFirstSettled = (query: QueryNode, context: OrderContext): boolean => {
  const by = settledTargets(query.sortClause, query.targetList, context)
  return isOrderTotal(query, by, context) || areOutputsSettled(query, by, context)
}

/** Whether no two rows tie, even where a tie would not show in what the query gives. */
export const isFirstAlone = (query: QueryNode, context: OrderContext): boolean =>
  isOrderTotal(query, settledTargets(query.sortClause, query.targetList, context), context)

const isOrderTotal = (query: QueryNode, by: readonly TargetEntry[], context: OrderContext): boolean => {
  if (query.setOperations !== null)
    return setTellsApart(query.setOperations, query, new Set(by.map(({ resno }) => resno)), context)
  const known = knownBy(query, by, context)
  if (query.distinctClause.length > 0)
    return targetsOf(query.distinctClause, query.targetList).every(
      (one) => by.includes(one) || known.isEqual(one.expr),
    )
  return !query.hasTargetSRFs && inputTellsApart(query, by, context)
}

/** Whether the row that DISTINCT ON keeps is determined. */
export const isChoiceSettled = (query: QueryNode, context: OrderContext): boolean => {
  const by = settledTargets([...query.distinctClause, ...query.sortClause], query.targetList, context)
  return (
    (!query.hasTargetSRFs && inputTellsApart(query, by, context)) || areOutputsSettled(query, by, context)
  )
}

const areOutputsSettled = (query: QueryNode, by: readonly TargetEntry[], context: OrderContext): boolean => {
  // Of a set operation the list names columns of its first arm.
  const known = knownBy(query, query.setOperations === null ? by : [], context)
  return areSettled(outputsOf(query), by, known, (expr) => isSameWhenEqual(expr, query, context))
}
