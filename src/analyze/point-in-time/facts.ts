import { booleanTest, type Expression, type FromNode, joinType } from '../../pgtree/index.js'
import { isOwnCollation } from '../order/known.js'
import { notAfter, notBefore } from './bounds.js'
import { entryScope, type Fact, type ProofScope, type ProofWorld, type Term } from './scope.js'
import { definitionOf, termOf } from './terms.js'

export const equal = (left: Term, right: Term): Fact => ({ kind: 'equal', left, right })
export const isNotAfter = (left: Term, right: Term): Fact => ({ kind: 'not after', left, right })

const integers = new Set(['smallint', 'integer', 'bigint'])

/** What a comparison says when it is not true. */
const opposite: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' }

/** What holds of a row for which a condition is true. A part of an OR says nothing. */
export const factsOf = (
  condition: Expression | null,
  scope: ProofScope,
  found: ProofWorld,
): readonly Fact[] => {
  // A comparison with a NULL is not true.
  const world = { ...found, isPresent: true }
  switch (condition?.kind) {
    case 'BOOLEXPR':
      if (condition.boolop === 'and') return condition.args.flatMap((one) => factsOf(one, scope, world))
      return condition.boolop === 'not' ? factsOfNot(condition.args[0] ?? null, scope, world) : []
    case 'BOOLEANTEST':
      if (condition.booltesttype === booleanTest.isTrue) return factsOf(condition.arg, scope, world)
      return condition.booltesttype === booleanTest.isFalse ? factsOfNot(condition.arg, scope, world) : []
    case 'VAR': {
      const meant = definitionOf(condition, scope, world)
      return meant.expr.kind === 'VAR' ? [] : factsOf(meant.expr, meant.scope, world)
    }
    case 'OPEXPR':
      return comparison(condition.opno, condition.inputcollid, condition.args, scope, world, (name) => name)
    default:
      return []
  }
}

const factsOfNot = (condition: Expression | null, scope: ProofScope, world: ProofWorld): readonly Fact[] =>
  condition?.kind === 'OPEXPR'
    ? comparison(
        condition.opno,
        condition.inputcollid,
        condition.args,
        scope,
        world,
        (name) => opposite[name],
      )
    : []

const comparison = (
  opno: number,
  collation: number,
  [left, right]: readonly Expression[],
  scope: ProofScope,
  world: ProofWorld,
  meaning: (name: string) => string | undefined,
): readonly Fact[] => {
  const { operators, functions } = world.catalogs
  const operator = operators.get(opno)
  if (operator?.builtIn !== true || left === undefined || right === undefined) return []
  if (functions.get(operator.function)?.comparison !== true || isOwnCollation(collation)) return []
  const [leftType = '', rightType = ''] = operator.signature.split(',')
  // Values of two types may be compared by a rule of the session.
  if (leftType !== rightType && !(integers.has(leftType) && integers.has(rightType))) return []
  const before = (earlier: Expression, later: Expression): readonly Fact[] =>
    notAfter(earlier, scope, world).flatMap((a) =>
      notBefore(later, scope, world).map((b) => isNotAfter(a, b)),
    )
  switch (meaning(operator.name)) {
    case '=': {
      const [a, b] = [termOf(left, scope, world), termOf(right, scope, world)]
      return [...(a && b ? [equal(a, b)] : []), ...before(left, right), ...before(right, left)]
    }
    case '<':
    case '<=':
      return before(left, right)
    case '>':
    case '>=':
      return before(right, left)
    default:
      return []
  }
}

/**
 * What holds of each row of an item of FROM, as far as it is there: the optional side of an outer join says nothing of the
 * rows that have none.
 */
export const factsOfFrom = (node: FromNode | null, scope: ProofScope, world: ProofWorld): readonly Fact[] => {
  switch (node?.kind) {
    case 'FROMEXPR':
      return [
        ...node.fromlist.flatMap((one) => factsOfFrom(one, scope, world)),
        ...factsOf(node.quals, scope, world),
      ]
    case 'JOINEXPR': {
      const { jointype, larg, rarg, quals } = node
      if (jointype === joinType.left) return factsOfFrom(larg, scope, world)
      if (jointype === joinType.right) return factsOfFrom(rarg, scope, world)
      if (jointype !== joinType.inner) return []
      return [
        ...factsOfFrom(larg, scope, world),
        ...factsOfFrom(rarg, scope, world),
        ...factsOf(quals, scope, world),
      ]
    }
    case 'RANGETBLREF': {
      const inner = entryScope(node.rtindex, scope, world)
      return inner === null ? [] : factsOfRows(inner, world)
    }
    default:
      return []
  }
}

/** What holds of each row of a query. A query that aggregates all its rows has one even where there are none. */
export const factsOfRows = (scope: ProofScope, world: ProofWorld): readonly Fact[] => {
  const { query } = scope
  if (scope.facts !== undefined) return scope.facts
  const isPlain = query.setOperations === null && query.groupingSets.length === 0
  const hasRows = query.groupClause.length > 0 || !(query.hasAggs || query.havingQual !== null)
  scope.facts = isPlain && hasRows ? factsOfFrom(query.jointree, scope, world) : []
  return scope.facts
}
