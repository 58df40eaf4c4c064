import { type Node, type TargetEntry, targetsOf } from '../../pgtree/index.js'
import type { OrderContext } from './order-context.js'

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
