import {
  booleanConstant,
  booleanTest,
  type Expression,
  integerConstant,
  type Node,
  nullTest,
  subLink,
  textConstant,
} from '../../pgtree/index.js'
import { callNullBehavior, operatorNullBehavior } from '../never-null/null-behavior.js'
import { surelyHasRow } from '../nullability/row-count.js'
import { anyValue, eitherWay, rangeOf, type Scalar } from './domain.js'
import type { Position, Queries } from './instances.js'
import { widest } from './operations.js'
import { readAggregate, readWindowFunction } from './read-aggregate.js'
import type { Reading } from './reading.js'
import type { CallNulls, Comparison, Term, ValueKind } from './terms.js'
import { canFail } from './can-fail.js'
import { firstOwnOid, isDeterministic, kindOf, typeOf } from './value-kinds.js'

/** Casts between int2, int4 and int8, which fail rather than change a value. */
const integerCasts = new Set([754, 481, 480, 314, 313, 714])
/** Those of them that fail for some integers. */
const narrowingCasts = new Set([480, 314, 714])
/** Types whose values are OIDs: oid, regproc, regprocedure, regoper, regoperator, regclass, regtype, regrole, … */
const namesObjects = new Set([26, 24, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191])
const integerOperands = /^(?:smallint|integer|bigint),(?:smallint|integer|bigint)$/
/** More elements of an array are not told apart. */
const maxElements = 40

const comparisons: ReadonlySet<string> = new Set<Comparison>(['=', '<>', '<', '<=', '>', '>='])
const isComparison = (name: string): name is Comparison => comparisons.has(name)

/** A cast gives NULL for NULL and for nothing else. */
const passesNull: CallNulls = { strict: true, onlyThen: true }

/** Functions that return an integer from 0. */
const neverNegative: ReadonlySet<string> = new Set(
  'length char_length character_length octet_length bit_length cardinality jsonb_array_length json_array_length strpos'.split(
    ' ',
  ),
)

/** The value of a constant of a kind; null where JavaScript does not represent it. */
const constantValue = (expr: Node<'CONST'>, type: ValueKind): Scalar | null => {
  if (type === 'boolean') return booleanConstant(expr)
  if (type === 'text') return textConstant(expr)
  const value = integerConstant(expr)
  return value === null || !Number.isSafeInteger(Number(value)) ? null : Number(value)
}

/** Reads expressions as terms. */
export class ExpressionReader {
  readonly #reading: Reading
  readonly #queries: Queries

  constructor(reading: Reading, queries: Queries) {
    this.#reading = reading
    this.#queries = queries
  }

  #all(exprs: readonly Expression[], at: Position): readonly Term[] {
    return exprs.map((expr) => this.term(expr, at))
  }

  #optional(expr: Expression | null, at: Position, type: ValueKind): Term {
    return expr === null ? this.#reading.make.constant(null, type) : this.term(expr, at)
  }

  /** The value of an expression. */
  term(expr: Expression, at: Position): Term {
    const type = kindOf(expr, this.#reading.catalogs)
    switch (expr.kind) {
      case 'VAR':
        return this.#queries.column(expr, at.instance, type)
      case 'CONST':
        return this.#constant(expr, type)
      case 'BOOLEXPR': {
        const parts = this.#all(expr.args, at)
        if (expr.boolop === 'and') return this.#inOrder(this.#reading.make.all(parts), parts)
        return expr.boolop === 'or'
          ? this.#inOrder(this.#reading.make.any(parts), parts)
          : this.#reading.make.not(parts[0] ?? this.#reading.make.unknown('boolean'))
      }
      case 'NULLTEST': {
        if (expr.arg === null || expr.argisrow) return this.#reading.make.atom('boolean', eitherWay)
        const test = this.#reading.make.isNull(this.term(expr.arg, at))
        return expr.nulltesttype === nullTest.isNull ? test : this.#reading.make.not(test)
      }
      case 'BOOLEANTEST':
        return expr.arg === null
          ? this.#reading.make.atom('boolean', eitherWay)
          : this.#booleanTest(expr.booltesttype, this.term(expr.arg, at))
      case 'OPEXPR':
        return this.#operator(expr, at, type)
      case 'DISTINCTEXPR': {
        const [left, right] = this.#all(expr.args, at)
        const same = left && right && this.#comparison(expr.opno, expr.inputcollid, left, right)
        if (!same) return this.#reading.make.atom('boolean', eitherWay)
        const bothNull = this.#reading.make.all([
          this.#reading.make.isNull(left),
          this.#reading.make.isNull(right),
        ])
        return this.#reading.make.not(this.#reading.make.any([bothNull, this.#reading.make.isTrue(same)]))
      }
      case 'NULLIFEXPR': {
        const [left, right] = this.#all(expr.args, at)
        if (left === undefined || right === undefined) return this.#reading.make.unknown(type)
        const same =
          this.#comparison(expr.opno, expr.inputcollid, left, right) ?? this.#reading.make.unknown('boolean')
        return this.#reading.make.choose([[same, this.#reading.make.constant(null, type)]], left, type)
      }
      case 'SCALARARRAYOPEXPR':
        return this.#arrayComparison(expr, at)
      case 'CASEEXPR': {
        const operand = expr.arg === null ? at.operand : this.term(expr.arg, at)
        const branches = expr.args.map(
          ({ expr: when, result }) =>
            [this.#optional(when, { ...at, operand }, 'boolean'), this.#optional(result, at, type)] as const,
        )
        return this.#reading.make.choose(branches, this.#optional(expr.defresult, at, type), type)
      }
      case 'CASETESTEXPR':
        return at.operand ?? this.#reading.make.unknown(type)
      case 'COALESCEEXPR':
        return this.#reading.make.coalesce(this.#all(expr.args, at), type)
      case 'MINMAXEXPR':
        if (type !== 'integer') return this.#reading.make.unknown(type)
        return this.#reading.make.extreme(expr.op === 0 ? 'greatest' : 'least', this.#all(expr.args, at))
      case 'FUNCEXPR':
        return this.#call(expr, at, type)
      case 'COLLATEEXPR':
        // What reads the text may do so by another collation than what reads the same text elsewhere.
        return this.#reading.make.call(
          type,
          [this.#optional(expr.arg, at, type)],
          passesNull,
          `collate${this.#oidKey(expr.collOid)}`,
        )
      case 'RELABELTYPE':
      case 'COERCETODOMAIN':
      case 'NAMEDARGEXPR': {
        const arg = this.#optional(expr.arg, at, type)
        if (arg.type === type)
          return expr.kind === 'COERCETODOMAIN' ? this.#cast(arg, this.#typeKeys([expr])) : arg
        return this.#reading.make.call(
          type,
          [arg],
          passesNull,
          `relabel${this.#oidKey(typeOf(expr))} ${this.#typeKeys(expr.arg === null ? [] : [expr.arg])}`,
        )
      }
      case 'COERCEVIAIO':
        return this.#reading.make.call(
          type,
          [this.#optional(expr.arg, at, 'other')],
          passesNull,
          `io${this.#oidKey(expr.resulttype)} ${this.#typeKeys(expr.arg === null ? [] : [expr.arg])}`,
        )
      case 'SUBLINK':
        return this.#subLink(expr, at, type)
      case 'AGGREF':
        return readAggregate(expr, at.instance, type, this.#reading, (arg, position) =>
          this.term(arg, position),
        )
      case 'WINDOWFUNC':
        return readWindowFunction(expr, type, this.#reading)
      case 'ARRAYEXPR':
      case 'ROWEXPR':
        return this.#reading.make.atom(type, anyValue)
      default:
        return this.#reading.make.unknown(type)
    }
  }

  #constant(expr: Node<'CONST'>, type: ValueKind): Term {
    if (expr.constisnull) return this.#reading.make.constant(null, type)
    const value = type === 'other' ? null : constantValue(expr, type)
    if (value !== null) return this.#reading.make.constant(value, type)
    return this.#reading.make.atom(
      type,
      { ...widest(type), nullable: false },
      namesObjects.has(expr.consttype) && this.#reading.isShared
        ? undefined
        : `${this.#oidKey(expr.consttype)}:${expr.constvalue?.text}`,
    )
  }

  #booleanTest(test: number, of: Term): Term {
    const make = this.#reading.make
    switch (test) {
      case booleanTest.isTrue:
        return make.isTrue(of)
      case booleanTest.isNotTrue:
        return make.not(make.isTrue(of))
      case booleanTest.isFalse:
        return make.isTrue(make.not(of))
      case booleanTest.isNotFalse:
        return make.not(make.isTrue(make.not(of)))
      case booleanTest.isUnknown:
        return make.isNull(of)
      default:
        return make.not(make.isNull(of))
    }
  }

  /** A comparison whose meaning is known here; null for any other. */
  #comparison(operator: number, collation: number, left: Term, right: Term): Term | null {
    const found = this.#reading.catalogs.operators.get(operator)
    if (found === undefined || !found.builtIn || !isComparison(found.name)) return null
    if (left.type !== right.type) return null
    const isOrdered = found.name !== '=' && found.name !== '<>'
    const isKnown =
      (left.type === 'integer' && integerOperands.test(found.signature)) ||
      (left.type === 'boolean' && found.signature === 'boolean,boolean' && !isOrdered) ||
      // Another collation may hold texts for equal that differ.
      (left.type === 'text' && found.signature === 'text,text' && !isOrdered && isDeterministic(collation))
    return isKnown ? this.#reading.make.compare(found.name, left, right) : null
  }

  #operator(expr: Node<'OPEXPR'>, at: Position, type: ValueKind): Term {
    if (expr.opretset) return this.#reading.make.unknown(type)
    const parts = this.#all(expr.args, at)
    const [left, right] = parts
    const found = this.#reading.catalogs.operators.get(expr.opno)
    if (left !== undefined && right !== undefined) {
      const comparison = this.#comparison(expr.opno, expr.inputcollid, left, right)
      if (comparison !== null) return comparison
      if (
        found?.builtIn &&
        (found.name === '+' || found.name === '-' || found.name === '*') &&
        integerOperands.test(found.signature)
      )
        return this.#cast(this.#reading.make.arithmetic(found.name, left, right), `operator ${expr.opno}`)
    }
    return this.#function(expr, expr.opfuncid, parts, type)
  }

  #arrayComparison(expr: Node<'SCALARARRAYOPEXPR'>, at: Position): Term {
    const [scalar, list] = expr.args
    // An IN list of varchar is an array of varchar, of which each element is taken for text.
    const [array, cast] = list?.kind === 'ARRAYCOERCEEXPR' ? [list.arg, list.elemexpr] : [list, null]
    if (
      scalar === undefined ||
      array?.kind !== 'ARRAYEXPR' ||
      array.multidims ||
      array.elements.length > maxElements
    )
      return this.#reading.make.unknown('boolean')
    const left = this.term(scalar, at)
    const elements = this.#all(array.elements, at).map((operand) =>
      cast === null ? operand : this.term(cast, { ...at, operand }),
    )
    const each = elements.map((element) => this.#comparison(expr.opno, expr.inputcollid, left, element))
    const known = each.filter((one) => one !== null)
    if (known.length < each.length) {
      const parts = [left, ...elements]
      const found = this.#reading.catalogs.operators.get(expr.opno)
      const isStrict =
        found !== undefined && operatorNullBehavior(found, this.#reading.catalogs.functions) === 'argument'
      return this.#reading.make.call(
        'boolean',
        parts,
        { strict: false, onlyThen: isStrict },
        found?.builtIn
          ? `any${expr.opno}${expr.useOr} ${this.#oidKey(expr.inputcollid)} ${this.#typeKeys(expr.args)}`
          : this.#reading.terms.freshKey(),
      )
    }
    return expr.useOr ? this.#reading.make.any(known) : this.#reading.make.all(known)
  }

  #call(expr: Node<'FUNCEXPR'>, at: Position, type: ValueKind): Term {
    if (expr.funcretset) return this.#reading.make.unknown(type)
    const parts = this.#all(expr.args, at)
    const [only] = parts
    if (integerCasts.has(expr.funcid) && only?.type === 'integer')
      return narrowingCasts.has(expr.funcid) ? this.#cast(only, `${expr.funcid}`) : only
    return this.#function(expr, expr.funcid, parts, type)
  }

  /** Notes the order in which AND or OR is written, where it can decide whether an operand fails. */
  #inOrder(term: Term, parts: readonly Term[]): Term {
    if (!parts.some(canFail)) return term
    const orders = this.#reading.orders.get(term) ?? new Set()
    this.#reading.orders.set(term, orders.add(parts.map(({ id }) => id).join(' ')))
    return term
  }

  /** The value of a cast that gives its argument or fails. */
  #cast(arg: Term, cast: string): Term {
    const casts = this.#reading.casts.get(arg) ?? new Set()
    this.#reading.casts.set(arg, casts.add(cast))
    return arg
  }

  /** Identifies the types of arguments, which a function can depend on: `pg_typeof(1)` and `pg_typeof(1::bigint)` differ. */
  #typeKeys(args: readonly Expression[]): string {
    const { catalogs, terms, isShared } = this.#reading
    return args
      .map((arg) => {
        const oid = typeOf(arg)
        if (oid === 0) return terms.freshKey()
        if (oid < firstOwnOid || !isShared) return `${oid}`
        return catalogs.types.get(oid)?.name ?? terms.freshKey()
      })
      .join(',')
  }

  /** Identifies an object: not one of a database whose OIDs another database gives to other objects. */
  #oidKey(oid: number): string {
    return this.#reading.isShared && oid >= firstOwnOid ? this.#reading.terms.freshKey() : `${oid}`
  }

  /** A call that is not looked into. */
  #function(expr: Node<'FUNCEXPR' | 'OPEXPR'>, oid: number, parts: readonly Term[], type: ValueKind): Term {
    const fn = this.#reading.catalogs.functions.get(oid)
    const behavior = callNullBehavior(expr, this.#reading.catalogs)
    const nulls = { strict: fn?.strict ?? false, onlyThen: behavior !== 'possible' }
    const isSteady = fn !== undefined && fn.builtIn && fn.volatility !== 'volatile'
    const key = isSteady
      ? `f${oid} ${this.#oidKey(expr.inputcollid)} ${this.#typeKeys(expr.args)} ${expr.kind === 'FUNCEXPR' && expr.funcvariadic}`
      : this.#reading.terms.freshKey()
    const call = this.#reading.make.call(type, parts, nulls, key)
    if (type === 'integer' && fn?.builtIn && neverNegative.has(fn.name))
      this.#reading.bounds.push([call, { nullable: true, values: rangeOf(0, Infinity) }])
    return call
  }

  #subLink(expr: Node<'SUBLINK'>, { instance }: Position, type: ValueKind): Term {
    const { subLinkType: kind, subselect } = expr
    if (kind === subLink.exists) return this.#reading.make.atom('boolean', eitherWay)
    if (kind === subLink.array) return this.#reading.make.atom(type, anyValue)
    if (kind !== subLink.expr || subselect === null) return this.#reading.make.unknown(type)
    const { axioms, guard } = instance.place
    const present = surelyHasRow(subselect) ? [] : [this.#reading.make.atom('boolean', eitherWay)]
    const [value] = this.#queries.outputs(subselect, instance, { axioms, guard: [...guard, ...present] })
    if (value === undefined) return this.#reading.make.unknown(type)
    return present.length === 0
      ? value
      : this.#reading.make.choose(
          [[this.#reading.make.all(present), value]],
          this.#reading.make.constant(null, type),
          type,
        )
  }
}
