import type { AnalyzedRelation, Nullability } from '../../model/analyzed-project.js'
import type { Expression, ExpressionKind, Node, QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { aggregateRules } from './aggregate-rules.js'
import { callRules } from './call-rules.js'
import { expressionKey } from './expression-key.js'
import { isKnownNotNull } from './facts.js'
import { inferQueryColumns } from './infer-query.js'
import { logicRules } from './logic-rules.js'
import type { Pass, Point, Rules } from './scope.js'
import { sublinkRules } from './sublink-rules.js'
import { valueRules } from './value-rules.js'
import { notNull } from './verdict.js'

/** One rule for every kind of expression: a kind without one does not compile. */
const rules: Rules<ExpressionKind> = {
  ...aggregateRules,
  ...callRules,
  ...logicRules,
  ...sublinkRules,
  ...valueRules,
}

const applyRule = <K extends ExpressionKind>(expr: Node<K>, point: Point, pass: Pass): Nullability => {
  const rule: Rules<K>[K] = rules[expr.kind]
  return rule(expr, point, pass)
}

/** Called with each verdict and its expression; returns the verdict, possibly with additional data. */
export type Trace = (verdict: Nullability, expr: Expression, point: Point, pass: Pass) => Nullability

const inferExpression = (expr: Expression, point: Point, pass: Pass): Nullability => {
  const { facts } = point
  if (facts.isImpossible) return notNull
  const verdict = applyRule(expr, point, pass)
  if (!verdict.nullable || !facts.hasExpressions) return verdict
  const key = expressionKey(expr, point.scope, pass.catalogs)
  return key !== null && isKnownNotNull(facts, key) ? notNull : verdict
}

/**
 * Whether each output column of a query can be NULL. Sound: a column reported as never NULL is not NULL for any rows that
 * the read relations may contain. If nothing can be proved, the column is nullable, with a reason.
 *
 * @param trace observes verdicts, for explanations.
 */
export const inferNullability = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  trace?: Trace,
): readonly Nullability[] => {
  let scopes = 0
  const pass: Pass = {
    catalogs,
    dependencies,
    infer: trace
      ? (expr, point) => trace(inferExpression(expr, point, pass), expr, point, pass)
      : (expr, point) => inferExpression(expr, point, pass),
    inferQuery: (inner, outer) => ({ columns: inferQueryColumns(inner, outer, pass) }),
    nextScopeId: () => (scopes += 1),
  }
  return pass.inferQuery(query, null).columns
}
