import type { Nullability } from '../../model/analyzed-project.js'
import type { Expression, Node } from '../../pgtree/index.js'
import { inferAll } from './call-rules.js'
import { extendFacts, type Facts } from './facts.js'
import { factsWhen } from './outcome-facts.js'
import type { Pass, Placeholder, Point, Rules } from './scope.js'
import { factsOfNull } from './value-facts.js'
import { canBeNull, notNull } from './verdict.js'

/**
 * AND is unknown only if no part is false and some part is unknown. So each part is analyzed with the fact that no other
 * part is false: in `x IS NOT NULL AND x < 80` the comparison is unknown only if the test is already false. OR is the same
 * with true.
 */
const inferJunction = ({ boolop, args }: Node<'BOOLEXPR'>, point: Point, pass: Pass): Nullability => {
  const undecided = boolop === 'and' ? 'notFalse' : 'notTrue'
  for (const [at, arg] of args.entries()) {
    const alone = pass.infer(arg, point)
    if (!alone.nullable) continue
    const others = args.filter((_, other) => other !== at)
    const facts = extendFacts(
      point.facts,
      others.flatMap((other) => factsWhen(other, undecided, point, pass)),
    )
    const among = facts === point.facts ? alone : pass.infer(arg, { ...point, facts })
    if (among.nullable) return among
  }
  return notNull
}

/** Each branch is analyzed with the facts that its own condition holds and that none before it does. */
const inferCase = (node: Node<'CASEEXPR'>, at: Point, pass: Pass): Nullability => {
  const placeholder: Placeholder | null =
    node.arg === null ? at.placeholder : { kind: 'operand', expr: node.arg, outer: at.placeholder }
  let facts: Facts = at.facts
  const result = (expr: Expression | null, known: Facts): Nullability => {
    if (known.isImpossible) return notNull
    // The operand is used in conditions only; in a result the placeholder refers to the enclosing one.
    return expr === null
      ? canBeNull('no WHEN of the CASE may hold')
      : pass.infer(expr, { ...at, facts: known })
  }
  for (const { expr, result: branch } of node.args) {
    const point: Point = { ...at, facts, placeholder }
    const taken = result(branch, extendFacts(facts, factsWhen(expr, 'true', point, pass)))
    if (taken.nullable) return taken
    facts = extendFacts(facts, factsWhen(expr, 'notTrue', point, pass))
  }
  return isMissing(node.defresult) ? result(null, facts) : result(node.defresult, facts)
}

/** Without ELSE, Postgres writes a constant NULL. */
const isMissing = (expr: Expression | null): boolean =>
  expr === null || (expr.kind === 'CONST' && expr.constisnull)

/** Conditions, and the expressions that choose one of several values. */
export const logicRules: Rules<
  'BOOLEXPR' | 'NULLTEST' | 'BOOLEANTEST' | 'CASEEXPR' | 'CASETESTEXPR' | 'COALESCEEXPR' | 'MINMAXEXPR'
> = {
  BOOLEXPR: (node, point, pass) =>
    node.boolop === 'not' ? inferAll(node.args, point, pass) : inferJunction(node, point, pass),

  NULLTEST: () => notNull,

  BOOLEANTEST: () => notNull,

  CASEEXPR: inferCase,

  CASETESTEXPR: (_node, point, pass) => {
    const { placeholder } = point
    if (placeholder === null) return canBeNull('an operand that is not known')
    if (placeholder.kind === 'notNull') return notNull
    return pass.infer(placeholder.expr, { ...point, placeholder: placeholder.outer })
  },

  // Each alternative counts only where all before it are NULL.
  COALESCEEXPR: ({ args }, at, pass) => {
    let point = at
    let verdict: Nullability = canBeNull('COALESCE of nothing')
    for (const arg of args) {
      if (point.facts.isImpossible) return notNull
      verdict = pass.infer(arg, point)
      if (!verdict.nullable) return verdict
      point = { ...point, facts: extendFacts(point.facts, factsOfNull(arg, point, pass)) }
    }
    return verdict
  },

  // GREATEST and LEAST pass over NULL.
  MINMAXEXPR: ({ args }, point, pass) => {
    let verdict: Nullability = canBeNull('GREATEST of nothing')
    for (const arg of args) {
      verdict = pass.infer(arg, point)
      if (!verdict.nullable) return verdict
    }
    return verdict
  },
}
