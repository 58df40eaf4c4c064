import { anything, type Domain, eitherWay, exactly, onlyNull, rangeOf, type Scalar } from './domain.js'
import type { Arithmetic, CallNulls, Comparison, Term, Terms, ValueKind } from './terms.js'

const anyBoolean: Domain = { ...eitherWay, nullable: true }
const anyInteger: Domain = { nullable: true, values: rangeOf(-Infinity, Infinity) }

/** The widest domain of a kind of values. */
export const widest = (type: ValueKind): Domain =>
  type === 'boolean' ? anyBoolean : type === 'integer' ? anyInteger : anything

/** The operands of AND or OR, each once, those of an AND in an AND among them. */
const operands = (kind: 'all' | 'any', of: readonly Term[]): readonly Term[] =>
  [...new Set(of.flatMap((one) => (one.kind === kind ? one.parts : [one])))].toSorted((a, b) => a.id - b.id)

/** Builds the terms of SQL operations. */
export class Operations {
  readonly terms: Terms

  constructor(terms: Terms) {
    this.terms = terms
  }

  constant(value: Scalar | null, type: ValueKind): Term {
    const domain = value === null ? onlyNull : exactly(value)
    return this.terms.make({ kind: 'constant', value }, type, [], domain, `${typeof value}:${value}`)
  }

  get true(): Term {
    return this.constant(true, 'boolean')
  }

  /** @param key tells the atom from all others; left out, it is like no other. */
  atom(type: ValueKind, domain: Domain, key?: string): Term {
    return key === undefined
      ? this.terms.freshAtom(type, domain)
      : this.terms.make({ kind: 'atom' }, type, [], domain, key)
  }

  /** A value of which nothing is known. */
  unknown(type: ValueKind): Term {
    return this.atom(type, widest(type))
  }

  not(of: Term): Term {
    return of.kind === 'not' && of.parts[0] !== undefined
      ? of.parts[0]
      : this.terms.make({ kind: 'not' }, 'boolean', [of], anyBoolean)
  }

  /** In one form, in whatever order and brackets the operands are written. */
  all(of: readonly Term[]): Term {
    const parts = operands('all', of)
    const [only, ...others] = parts
    if (only === undefined) return this.true
    return others.length === 0 ? only : this.terms.make({ kind: 'all' }, 'boolean', parts, anyBoolean)
  }

  any(of: readonly Term[]): Term {
    const parts = operands('any', of)
    const [only, ...others] = parts
    if (only === undefined) return this.constant(false, 'boolean')
    return others.length === 0 ? only : this.terms.make({ kind: 'any' }, 'boolean', parts, anyBoolean)
  }

  /** In one form, whichever way round the operands are written. */
  compare(operator: Comparison, left: Term, right: Term): Term {
    if (operator === '>') return this.compare('<', right, left)
    if (operator === '>=') return this.compare('<=', right, left)
    const isSymmetric = operator === '=' || operator === '<>'
    const parts = isSymmetric && left.id > right.id ? [right, left] : [left, right]
    return this.terms.make({ kind: 'compare', operator }, 'boolean', parts, anyBoolean)
  }

  isNull(of: Term): Term {
    return this.terms.make({ kind: 'isNull' }, 'boolean', [of], eitherWay)
  }

  isTrue(of: Term): Term {
    return this.terms.make({ kind: 'isTrue' }, 'boolean', [of], eitherWay)
  }

  /** @param branches conditions with results, in order. */
  choose(branches: readonly (readonly [when: Term, then: Term])[], otherwise: Term, type: ValueKind): Term {
    if (branches.length === 0) return otherwise
    return this.terms.make({ kind: 'case' }, type, [...branches.flat(), otherwise], widest(type))
  }

  coalesce(of: readonly Term[], type: ValueKind): Term {
    const last = of.at(-1)
    if (last === undefined) return this.constant(null, type)
    const first = of.slice(0, -1).map((one) => [this.not(this.isNull(one)), one] as const)
    return this.choose(first, last, type)
  }

  /** GREATEST or LEAST of integers. */
  extreme(kind: 'greatest' | 'least', of: readonly Term[]): Term {
    return this.terms.make({ kind }, 'integer', of, anyInteger)
  }

  arithmetic(operator: Arithmetic, left: Term, right: Term): Term {
    return this.terms.make({ kind: 'arithmetic', operator }, 'integer', [left, right], anyInteger)
  }

  /** @param key identifies the function. */
  call(type: ValueKind, of: readonly Term[], nulls: CallNulls, key: string): Term {
    return this.terms.make({ kind: 'call', nulls }, type, of, widest(type), key)
  }
}
