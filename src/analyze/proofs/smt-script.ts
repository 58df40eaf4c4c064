import { type Domain, type Scalar, type Values } from '../values/domain.js'
import type { Assumption, Link } from '../values/problem.js'
import type { Term } from '../values/terms.js'

/** What holds in every row, and a question about it. */
export interface Question {
  /** Conditions that are TRUE. */
  readonly axioms: readonly Term[]
  readonly links: readonly Link[]
  readonly bounds: readonly Assumption[]
  /** What is to be proven of every row: that a condition is TRUE, or that two values are the same, or both NULL. */
  readonly goal: readonly [Term] | readonly [Term, Term]
}

/**
 * Says a question in SMT-LIB: unsatisfiable means that it is proven. Each term is a Boolean that
 * says whether it is NULL, and a value: a Boolean, an integer without bounds (Postgres raises an error rather than return
 * another integer), or an integer that stands for a text or a value of another type, equal for values that are the same.
 */
export const smtScript = ({ axioms, links, bounds, goal }: Question): string => {
  const lines: string[] = []
  const written = new Set<Term>()
  const texts = new Map<string, number>()
  const literal = (value: Scalar): string => {
    if (typeof value === 'boolean') return `${value}`
    const number = typeof value === 'number' ? value : (texts.get(value) ?? texts.size)
    if (typeof value === 'string') texts.set(value, number)
    return number < 0 ? `(- ${-number})` : `${number}`
  }

  const write = (term: Term): void => {
    if (written.has(term)) return
    written.add(term)
    term.parts.forEach(write)
    const { isNull, value } = meaningOf(term, literal)
    lines.push(
      isNull === null
        ? `(declare-const ${nullOf(term)} Bool)`
        : `(define-fun ${nullOf(term)} () Bool ${isNull})`,
    )
    lines.push(
      value === null
        ? `(declare-const ${valueOf(term)} ${sortOf(term)})`
        : `(define-fun ${valueOf(term)} () ${sortOf(term)} ${value})`,
    )
  }
  const assume = (condition: string): void => void lines.push(`(assert ${condition})`)
  const isIn = (term: Term, domain: Domain): void => {
    const condition = domainCondition(term, domain, literal)
    if (condition !== 'true') assume(condition)
  }

  ;[...goal, ...axioms].forEach(write)
  for (const link of links) {
    const [left, right] = endsOf(link)
    write(left)
    write(right)
    if (link.kind === 'nullIfZero') assume(`(= ${nullOf(left)} (= ${valueOf(right)} 0))`)
    else assume(`(<= ${valueOf(left)} ${valueOf(right)})`)
  }
  for (const [term] of bounds) write(term)
  for (const term of written) {
    if (term.kind === 'atom' || term.kind === 'call') isIn(term, term.domain)
    if (term.kind === 'call') for (const one of nullsOfCall(term)) assume(one)
  }
  for (const [term, domain] of bounds) isIn(term, domain)
  for (const axiom of axioms) assume(isTrue(axiom))
  const [claim, other] = goal
  assume(not(other === undefined ? isTrue(claim) : areSame(claim, other)))
  return renumbered(`${lines.join('\n')}\n`)
}

/** The same question has the same text, wherever else terms are added: an answer can be kept by its text. */
const renumbered = (script: string): string => {
  const numbers = new Map<string, number>()
  return script.replaceAll(/\b([nv])(\d+)\b/g, (_, kind: string, id: string) => {
    const number = numbers.get(id) ?? numbers.size
    numbers.set(id, number)
    return `${kind}${number}`
  })
}

/** The two terms of a link. */
export const endsOf = (link: Link): readonly [Term, Term] =>
  link.kind === 'atMost' ? [link.left, link.right] : [link.value, link.count]

const nullOf = ({ id }: Term): string => `n${id}`
const valueOf = ({ id }: Term): string => `v${id}`
const sortOf = ({ type }: Term): string => (type === 'boolean' ? 'Bool' : 'Int')
const not = (condition: string): string => `(not ${condition})`
const isTrue = (term: Term): string => and([not(nullOf(term)), valueOf(term)])
const isFalse = (term: Term): string => and([not(nullOf(term)), not(valueOf(term))])

const areSame = (left: Term, right: Term): string =>
  or([
    and([nullOf(left), nullOf(right)]),
    and([not(nullOf(left)), not(nullOf(right)), `(= ${valueOf(left)} ${valueOf(right)})`]),
  ])

const and = (of: readonly string[]): string => joined('and', 'true', of)
const or = (of: readonly string[]): string => joined('or', 'false', of)
const joined = (operator: string, empty: string, of: readonly string[]): string => {
  const [only, ...others] = of
  if (only === undefined) return empty
  return others.length === 0 ? only : `(${operator} ${of.join(' ')})`
}

interface Meaning {
  /** Null: nothing is known of it. */
  readonly isNull: string | null
  /** Of no use where the term is NULL. */
  readonly value: string | null
}

const meaningOf = (term: Term, literal: (value: Scalar) => string): Meaning => {
  const { parts } = term
  const anyNull = or(parts.map(nullOf))
  switch (term.kind) {
    case 'constant':
      return term.value === null
        ? { isNull: 'true', value: null }
        : { isNull: 'false', value: literal(term.value) }
    case 'atom':
    case 'call':
      return { isNull: null, value: null }
    case 'not':
      return { isNull: anyNull, value: parts[0] ? not(valueOf(parts[0])) : null }
    case 'all': {
      const someFalse = or(parts.map(isFalse))
      return { isNull: and([anyNull, not(someFalse)]), value: not(someFalse) }
    }
    case 'any': {
      const someTrue = or(parts.map(isTrue))
      return { isNull: and([anyNull, not(someTrue)]), value: someTrue }
    }
    case 'isNull':
      return { isNull: 'false', value: anyNull }
    case 'isTrue':
      return { isNull: 'false', value: parts[0] ? isTrue(parts[0]) : null }
    case 'compare': {
      const values = parts.map(valueOf).join(' ')
      const value = term.operator === '<>' ? not(`(= ${values})`) : `(${term.operator} ${values})`
      return { isNull: anyNull, value }
    }
    case 'arithmetic':
      return { isNull: anyNull, value: `(${term.operator} ${parts.map(valueOf).join(' ')})` }
    case 'case':
      return { isNull: chosen(term, nullOf), value: chosen(term, valueOf) }
    case 'greatest':
    case 'least': {
      const better = term.kind === 'greatest' ? '>=' : '<='
      const [first, ...others] = parts.toReversed()
      if (first === undefined) return { isNull: null, value: null }
      // Postgres leaves out operands that are NULL.
      let [isNull, value] = [nullOf(first), valueOf(first)]
      for (const part of others) {
        const wins = `(or ${isNull} (${better} ${valueOf(part)} other))`
        value = `(let ((other ${value})) (ite ${and([not(nullOf(part)), wins])} ${valueOf(part)} other))`
        isNull = and([nullOf(part), isNull])
      }
      return { isNull, value }
    }
  }
}

/** The part of a CASE that is chosen, as SMT-LIB says something of it. */
const chosen = ({ parts }: Term, of: (part: Term) => string): string => {
  const otherwise = parts.at(-1)
  if (otherwise === undefined) return 'true'
  let result = of(otherwise)
  for (let at = parts.length - 3; at >= 0; at -= 2) {
    const [when, then] = [parts[at], parts[at + 1]]
    if (when !== undefined && then !== undefined) result = `(ite ${isTrue(when)} ${of(then)} ${result})`
  }
  return result
}

const nullsOfCall = (term: Term): readonly string[] => {
  if (term.kind !== 'call') return []
  const someNull = or(term.parts.map(nullOf))
  return [
    ...(term.nulls.strict ? [`(=> ${someNull} ${nullOf(term)})`] : []),
    ...(term.nulls.onlyThen ? [`(=> ${nullOf(term)} ${someNull})`] : []),
  ]
}

const domainCondition = (
  term: Term,
  { nullable, values }: Domain,
  literal: (value: Scalar) => string,
): string => {
  const inside = valuesCondition(term, values, literal)
  if (!nullable) return and([not(nullOf(term)), ...(inside === 'true' ? [] : [inside])])
  return inside === 'true' ? inside : or([nullOf(term), inside])
}

const valuesCondition = (term: Term, values: Values, literal: (value: Scalar) => string): string => {
  switch (values.kind) {
    case 'none':
      return 'false'
    case 'any':
      return 'true'
    case 'set': {
      if (term.type === 'other') return 'true'
      if (values.items.has(true) && values.items.has(false)) return 'true'
      return or([...values.items].map((item) => `(= ${valueOf(term)} ${literal(item)})`))
    }
    case 'range':
      return term.type === 'integer'
        ? and([
            ...(Number.isFinite(values.min) ? [`(>= ${valueOf(term)} ${literal(values.min)})`] : []),
            ...(Number.isFinite(values.max) ? [`(<= ${valueOf(term)} ${literal(values.max)})`] : []),
          ])
        : 'true'
  }
}
