import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { ColumnState } from '../../model/column-values.js'
import { displayName } from '../../model/relation-name.js'
import {
  booleanConstant,
  booleanTest,
  type ColumnLocation,
  commandSelect,
  cteOf,
  entryAt,
  type Expression,
  integerConstant,
  locateColumn,
  type Node,
  nullTest,
  outputsOf,
  type QueryNode,
  rangeTableKind,
  type SetOperationNode,
  setOperation,
  subLink,
  textConstant,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { callNullBehavior, operatorNullBehavior } from '../never-null/null-behavior.js'
import type { JoinSide } from '../nullability/facts.js'
import { canMakeRowOutOfNone, surelyHasRow } from '../nullability/row-count.js'
import {
  anything,
  anyValue,
  type Domain,
  eitherWay,
  joinAll,
  meet,
  notTrue,
  onlyTrue,
  rangeOf,
  type Scalar,
  valuesOf,
} from './domain.js'
import {
  type Aggregate,
  type Group,
  type Instance,
  newInstance,
  type Place,
  type Position,
  valueKinds,
} from './instances.js'
import { Operations, widest } from './operations.js'
import type { Assumption, Link, Problem } from './problem.js'
import { Solver, valuesIn } from './solve.js'
import { type CallNulls, type Comparison, type Term, Terms, type ValueKind } from './terms.js'

const booleanType = 16
/** Casts between int2, int4 and int8, which fail rather than change a value. */
const integerCasts = new Set([754, 481, 480, 314, 313, 714])
const integerOperands = /^(?:smallint|integer|bigint),(?:smallint|integer|bigint)$/
/** More elements of an array are not told apart. */
const maxElements = 40
/** Stands for a collation of which nothing is known. */
const unknownCollation = 100_000

const comparisons: ReadonlySet<string> = new Set<Comparison>(['=', '<>', '<', '<=', '>', '>='])
const isComparison = (name: string): name is Comparison => comparisons.has(name)

/** Collations that come with Postgres hold only the same texts for equal; 0 where a type has none. */
const isDeterministic = (collation: number): boolean => collation < 16_384

const aCount: Domain = { nullable: false, values: rangeOf(0, Infinity) }
/** A cast gives NULL for NULL and for nothing else. */
const passesNull: CallNulls = { strict: true, onlyThen: true }

/** Aggregates that are NULL exactly when no argument has a value. */
const nullWithoutValues: ReadonlySet<string> = new Set(
  'sum avg min max bool_and bool_or every bit_and bit_or bit_xor string_agg'.split(' '),
)
/** Window functions that number rows from 1. */
const ranks: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank'])
/** Functions that return an integer from 0. */
const neverNegative: ReadonlySet<string> = new Set(
  'length char_length character_length octet_length bit_length cardinality jsonb_array_length json_array_length strpos'.split(
    ' ',
  ),
)

const kindsByName: ReadonlyMap<string, ValueKind> = new Map([
  ['bool', 'boolean'],
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['int8', 'integer'],
  ['text', 'text'],
  ['varchar', 'text'],
])

const columnKey = ({ id }: Instance, varno: number, attno: number): string => `column ${id} ${varno} ${attno}`

/** The value of a constant of a kind; null where JavaScript does not represent it. */
const constantValue = (expr: Node<'CONST'>, type: ValueKind): Scalar | null => {
  if (type === 'boolean') return booleanConstant(expr)
  if (type === 'text') return textConstant(expr)
  const value = integerConstant(expr)
  return value === null || !Number.isSafeInteger(Number(value)) ? null : Number(value)
}

/** A condition implies one over other values only if that is always TRUE. */
const canImply = (one: ReadonlySet<Term>, other: ReadonlySet<Term>): boolean =>
  other.size === 0 || [...other].some((value) => one.has(value))

/**
 * Reads a query as terms: each output column as an expression over the values that the tables give, through subqueries,
 * joins and aggregates. What is not understood becomes a value of which nothing is known.
 */
export const buildTerms = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): Problem => new Builder(catalogs, dependencies).build(query)

class Builder {
  readonly #catalogs: Catalogs
  readonly #dependencies: ReadonlyMap<string, AnalyzedRelation>
  readonly #terms = new Terms()
  readonly #make = new Operations(this.#terms)
  readonly #groups: Group[] = []
  readonly #bounds: Assumption[] = []
  readonly #links: Link[] = []
  readonly #finished = new Set<Group>()
  #instances = 0

  constructor(catalogs: Catalogs, dependencies: ReadonlyMap<string, AnalyzedRelation>) {
    this.#catalogs = catalogs
    this.#dependencies = dependencies
  }

  build(query: QueryNode): Problem {
    const place: Place = { axioms: [], guard: [] }
    const columns = this.#outputs(query, null, place)
    this.#finish(this.#groups)
    return { ...this.#solved(place), columns }
  }

  #solved({ axioms }: Place): Omit<Problem, 'columns'> {
    return { terms: this.#terms, axioms, links: this.#links, bounds: this.#bounds }
  }

  /** The output columns of a query that is read from `outer`. */
  #outputs(query: QueryNode, outer: Instance | null, place: Place): readonly Term[] {
    const targets = outputsOf(query)
    const unknown = targets.map(({ expr }) => this.#unknown(this.#kindOf(expr)))
    if (query.commandType !== commandSelect) return unknown
    if (query.setOperations !== null) return this.#setColumns(query.setOperations, query, outer, unknown)
    const isGrouped =
      query.hasAggs ||
      query.groupClause.length > 0 ||
      query.groupingSets.length > 0 ||
      query.havingQual !== null
    // Where there may be no row at all, nothing is TRUE of it.
    const isRowSure = !isGrouped || !canMakeRowOutOfNone(query)
    const instance = this.#open(query, outer, isRowSure ? place : { axioms: [], guard: [] })
    if (isGrouped) {
      const row = this.#open(query, outer, { axioms: [], guard: [] })
      instance.group = { row, hasRow: isRowSure, counts: new Map(), extremes: [] }
      this.#groups.push(instance.group)
      if (query.havingQual !== null)
        this.#suppose(query.havingQual, instance, { axioms: place.axioms, guard: place.guard })
    }
    return targets.map(({ expr }, at) =>
      expr === null ? (unknown[at] ?? this.#unknown('other')) : this.#term(expr, { instance, operand: null }),
    )
  }

  #open(query: QueryNode, outer: Instance | null, place: Place): Instance {
    const instance = newInstance((this.#instances += 1), query, outer, place)
    for (const side of instance.tree.alwaysPresent) place.axioms.push(this.#present(side, instance))
    for (const { condition, path } of instance.tree.conditions)
      this.#suppose(condition, instance, {
        axioms: place.axioms,
        guard: [...place.guard, ...path.map((side) => this.#present(side, instance))],
      })
    return instance
  }

  /** A condition is TRUE where its guard is. */
  #suppose(condition: Expression, instance: Instance, { axioms, guard }: Place): void {
    const holds = this.#term(condition, { instance, operand: null })
    axioms.push(this.#make.any([...guard.map((one) => this.#make.not(one)), holds]))
  }

  #present(side: JoinSide, instance: Instance): Term {
    const known = instance.present.get(side)
    const term = known ?? this.#make.atom('boolean', eitherWay)
    instance.present.set(side, term)
    return term
  }

  /** A set operation gives rows of several queries, so that only the domains of its columns are known. */
  #setColumns(
    node: SetOperationNode,
    query: QueryNode,
    outer: Instance | null,
    unknown: readonly Term[],
  ): readonly Term[] {
    const scope = newInstance((this.#instances += 1), { ...query, jointree: null }, outer, {
      axioms: [],
      guard: [],
    })
    const domains = this.#setDomains(node, scope)
    return unknown.map((term, at) =>
      this.#make.atom(term.type, meet(domains[at] ?? anything, widest(term.type))),
    )
  }

  #setDomains(node: SetOperationNode, scope: Instance): readonly Domain[] {
    if (node.kind === 'RANGETBLREF') {
      const subquery = entryAt(scope.query, node.rtindex)?.subquery ?? null
      if (subquery === null) return []
      const place: Place = { axioms: [], guard: [] }
      const before = this.#groups.length
      const columns = this.#outputs(subquery, scope, place)
      this.#finish(this.#groups.slice(before))
      const solver = new Solver(this.#solved(place))
      return columns.map((column) => solver.domainOf(column) ?? { nullable: false, values: { kind: 'none' } })
    }
    const left = node.larg === null ? [] : this.#setDomains(node.larg, scope)
    // Rows of INTERSECT and EXCEPT are rows of the left side.
    if (node.op !== setOperation.union) return left
    const right = node.rarg === null ? [] : this.#setDomains(node.rarg, scope)
    return left.map((one, at) => joinAll([one, right[at] ?? anything]))
  }

  /** What the rows of groups say of their aggregates. Inner groups come after those that they are read by. */
  #finish(groups: readonly Group[]): void {
    for (const group of groups.toReversed()) {
      if (this.#finished.has(group)) continue
      this.#finished.add(group)
      const solver = new Solver(this.#solved(group.row.place))
      this.#supposeSpreads(group)
      for (const { value, argument, condition } of group.extremes) {
        const values = solver.domainOf(argument, [[condition, onlyTrue]])?.values ?? { kind: 'none' }
        this.#bounds.push([value, { nullable: true, values }])
      }
      const counts = [...group.counts].map(([condition, count]) => ({
        condition,
        count,
        values: valuesIn(condition),
      }))
      for (const one of counts) {
        for (const other of counts) {
          if (one === other || !canImply(one.values, other.values)) continue
          const assumptions: readonly Assumption[] = [
            [one.condition, onlyTrue],
            [other.condition, notTrue],
          ]
          if (solver.isImpossible(assumptions))
            this.#links.push({ kind: 'atMost', left: one.count, right: other.count })
        }
      }
    }
  }

  /** The greatest of some integers less the least of them is not negative. */
  #supposeSpreads({ extremes }: Group): void {
    for (const most of extremes.filter(({ kind }) => kind === 'max')) {
      for (const least of extremes) {
        const isSame = least.argument === most.argument && least.condition === most.condition
        if (least.kind !== 'min' || !isSame || most.value.type !== 'integer') continue
        const spread = this.#make.arithmetic('-', most.value, least.value)
        this.#bounds.push([spread, { nullable: true, values: rangeOf(0, Infinity) }])
      }
    }
  }

  #unknown(type: ValueKind): Term {
    return this.#make.atom(type, widest(type))
  }

  #all(exprs: readonly Expression[], at: Position): readonly Term[] {
    return exprs.map((expr) => this.#term(expr, at))
  }

  #optional(expr: Expression | null, at: Position, type: ValueKind): Term {
    return expr === null ? this.#make.constant(null, type) : this.#term(expr, at)
  }

  #term(expr: Expression, at: Position): Term {
    const type = this.#kindOf(expr)
    switch (expr.kind) {
      case 'VAR':
        return this.#column(expr, at.instance, type)
      case 'CONST':
        return this.#constant(expr, type)
      case 'BOOLEXPR': {
        const parts = this.#all(expr.args, at)
        if (expr.boolop === 'and') return this.#make.all(parts)
        return expr.boolop === 'or'
          ? this.#make.any(parts)
          : this.#make.not(parts[0] ?? this.#unknown('boolean'))
      }
      case 'NULLTEST': {
        if (expr.arg === null || expr.argisrow) return this.#make.atom('boolean', eitherWay)
        const test = this.#make.isNull(this.#term(expr.arg, at))
        return expr.nulltesttype === nullTest.isNull ? test : this.#make.not(test)
      }
      case 'BOOLEANTEST':
        return expr.arg === null
          ? this.#make.atom('boolean', eitherWay)
          : this.#booleanTest(expr.booltesttype, this.#term(expr.arg, at))
      case 'OPEXPR':
        return this.#operator(expr, at, type)
      case 'DISTINCTEXPR': {
        const [left, right] = this.#all(expr.args, at)
        const same = left && right && this.#comparison(expr.opno, expr.inputcollid, left, right)
        if (!same) return this.#make.atom('boolean', eitherWay)
        const bothNull = this.#make.all([this.#make.isNull(left), this.#make.isNull(right)])
        return this.#make.not(this.#make.any([bothNull, this.#make.isTrue(same)]))
      }
      case 'NULLIFEXPR': {
        const [left, right] = this.#all(expr.args, at)
        if (left === undefined || right === undefined) return this.#unknown(type)
        const same = this.#comparison(expr.opno, unknownCollation, left, right) ?? this.#unknown('boolean')
        return this.#make.choose([[same, this.#make.constant(null, type)]], left, type)
      }
      case 'SCALARARRAYOPEXPR':
        return this.#arrayComparison(expr, at)
      case 'CASEEXPR': {
        const operand = expr.arg === null ? at.operand : this.#term(expr.arg, at)
        const branches = expr.args.map(
          ({ expr: when, result }) =>
            [this.#optional(when, { ...at, operand }, 'boolean'), this.#optional(result, at, type)] as const,
        )
        return this.#make.choose(branches, this.#optional(expr.defresult, at, type), type)
      }
      case 'CASETESTEXPR':
        return at.operand ?? this.#unknown(type)
      case 'COALESCEEXPR':
        return this.#make.coalesce(this.#all(expr.args, at), type)
      case 'MINMAXEXPR':
        if (type !== 'integer') return this.#unknown(type)
        return this.#make.extreme(expr.op === 0 ? 'greatest' : 'least', this.#all(expr.args, at))
      case 'FUNCEXPR':
        return this.#call(expr, at, type)
      case 'RELABELTYPE':
      case 'COLLATEEXPR':
      case 'COERCETODOMAIN':
      case 'NAMEDARGEXPR': {
        const arg = this.#optional(expr.arg, at, type)
        return arg.type === type ? arg : this.#opaque(type, [arg], passesNull, `relabel${this.#typeOf(expr)}`)
      }
      case 'COERCEVIAIO':
        return this.#opaque(type, [this.#optional(expr.arg, at, 'other')], passesNull, `io${expr.resulttype}`)
      case 'SUBLINK':
        return this.#subLink(expr, at, type)
      case 'AGGREF':
        return this.#aggregate(expr, at.instance, type)
      case 'WINDOWFUNC':
        return this.#windowFunction(expr, type)
      case 'ARRAYEXPR':
      case 'ROWEXPR':
        return this.#make.atom(type, anyValue)
      default:
        return this.#unknown(type)
    }
  }

  #constant(expr: Node<'CONST'>, type: ValueKind): Term {
    if (expr.constisnull) return this.#make.constant(null, type)
    const value = type === 'other' ? null : constantValue(expr, type)
    if (value !== null) return this.#make.constant(value, type)
    return this.#make.atom(
      type,
      { ...widest(type), nullable: false },
      `${expr.consttype}:${expr.constvalue?.text}`,
    )
  }

  #booleanTest(test: number, of: Term): Term {
    const make = this.#make
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
    const found = this.#catalogs.operators.get(operator)
    if (found === undefined || !found.builtIn || !isComparison(found.name)) return null
    if (left.type !== right.type) return null
    const isOrdered = found.name !== '=' && found.name !== '<>'
    const isKnown =
      (left.type === 'integer' && integerOperands.test(found.signature)) ||
      (left.type === 'boolean' && found.signature === 'boolean,boolean' && !isOrdered) ||
      // Another collation may hold texts for equal that differ.
      (left.type === 'text' && found.signature === 'text,text' && !isOrdered && isDeterministic(collation))
    return isKnown ? this.#make.compare(found.name, left, right) : null
  }

  #operator(expr: Node<'OPEXPR'>, at: Position, type: ValueKind): Term {
    if (expr.opretset) return this.#unknown(type)
    const parts = this.#all(expr.args, at)
    const [left, right] = parts
    const found = this.#catalogs.operators.get(expr.opno)
    if (left !== undefined && right !== undefined) {
      const comparison = this.#comparison(expr.opno, expr.inputcollid, left, right)
      if (comparison !== null) return comparison
      if (
        found?.builtIn &&
        (found.name === '+' || found.name === '-' || found.name === '*') &&
        integerOperands.test(found.signature)
      )
        return this.#make.arithmetic(found.name, left, right)
    }
    return this.#function(expr, expr.opfuncid, parts, type, `${expr.inputcollid}`)
  }

  #arrayComparison(expr: Node<'SCALARARRAYOPEXPR'>, at: Position): Term {
    const [scalar, array] = expr.args
    if (
      scalar === undefined ||
      array?.kind !== 'ARRAYEXPR' ||
      array.multidims ||
      array.elements.length > maxElements
    )
      return this.#unknown('boolean')
    const left = this.#term(scalar, at)
    const each = array.elements.map((element) =>
      this.#comparison(expr.opno, unknownCollation, left, this.#term(element, at)),
    )
    const known = each.filter((one) => one !== null)
    if (known.length < each.length) {
      const parts = [left, ...this.#all(array.elements, at)]
      const found = this.#catalogs.operators.get(expr.opno)
      const isStrict =
        found !== undefined && operatorNullBehavior(found, this.#catalogs.functions) === 'argument'
      return this.#opaque(
        'boolean',
        parts,
        { strict: false, onlyThen: isStrict },
        `any${expr.opno}${expr.useOr}`,
      )
    }
    return expr.useOr ? this.#make.any(known) : this.#make.all(known)
  }

  #call(expr: Node<'FUNCEXPR'>, at: Position, type: ValueKind): Term {
    if (expr.funcretset) return this.#unknown(type)
    const parts = this.#all(expr.args, at)
    const [only] = parts
    if (integerCasts.has(expr.funcid) && only?.type === 'integer') return only
    return this.#function(expr, expr.funcid, parts, type, '')
  }

  /** A call that is not looked into. */
  #function(
    expr: Node<'FUNCEXPR' | 'OPEXPR'>,
    oid: number,
    parts: readonly Term[],
    type: ValueKind,
    detail: string,
  ): Term {
    const fn = this.#catalogs.functions.get(oid)
    const behavior = callNullBehavior(expr, this.#catalogs)
    const nulls = { strict: fn?.strict ?? false, onlyThen: behavior !== 'possible' }
    const isSteady = fn !== undefined && fn.builtIn && fn.volatility !== 'volatile'
    const key = isSteady
      ? `f${oid} ${detail} ${expr.kind === 'FUNCEXPR' && expr.funcvariadic}`
      : this.#terms.freshKey()
    const call = this.#opaque(type, parts, nulls, key)
    if (type === 'integer' && fn?.builtIn && neverNegative.has(fn.name))
      this.#bounds.push([call, { nullable: true, values: rangeOf(0, Infinity) }])
    return call
  }

  #opaque(type: ValueKind, parts: readonly Term[], nulls: CallNulls, key: string): Term {
    return this.#make.call(type, parts, nulls, key)
  }

  #subLink(expr: Node<'SUBLINK'>, { instance }: Position, type: ValueKind): Term {
    const { subLinkType: kind, subselect } = expr
    if (kind === subLink.exists) return this.#make.atom('boolean', eitherWay)
    if (kind === subLink.array) return this.#make.atom(type, anyValue)
    if (kind !== subLink.expr || subselect === null) return this.#unknown(type)
    const { axioms, guard } = instance.place
    const present = surelyHasRow(subselect) ? [] : [this.#make.atom('boolean', eitherWay)]
    const [value] = this.#outputs(subselect, instance, { axioms, guard: [...guard, ...present] })
    if (value === undefined) return this.#unknown(type)
    return present.length === 0
      ? value
      : this.#make.choose([[this.#make.all(present), value]], this.#make.constant(null, type), type)
  }

  #aggregate(expr: Aggregate, { group }: Instance, type: ValueKind): Term {
    const fn = this.#catalogs.functions.get(expr.aggfnoid)
    if (group === null || fn === undefined || !fn.builtIn || expr.agglevelsup !== 0)
      return this.#unknown(type)
    const at: Position = { instance: group.row, operand: null }
    const filter = expr.aggfilter === null ? [] : [this.#make.isTrue(this.#term(expr.aggfilter, at))]
    const [argument] = expr.args.map(({ expr: arg }) => this.#optional(arg, at, 'other'))
    const condition = this.#conjunction([
      ...filter,
      ...(argument === undefined ? [] : [this.#make.not(this.#make.isNull(argument))]),
    ])
    if (fn.name === 'count')
      return expr.aggdistinct.length > 0 ? this.#make.atom(type, aCount) : this.#count(condition, group)
    if (argument === undefined || !nullWithoutValues.has(fn.name)) return this.#unknown(type)
    const isPlain = expr.aggdistinct.length === 0 && expr.aggorder.length === 0
    const key = `aggregate${expr.aggfnoid} ${group.row.id} ${argument.id} ${condition.id}`
    const value = this.#make.atom(type, widest(type), isPlain ? key : this.#terms.freshKey())
    this.#links.push({ kind: 'nullIfZero', value, count: this.#count(condition, group) })
    if (fn.name === 'max' || fn.name === 'min')
      group.extremes.push({ kind: fn.name, value, argument, condition })
    return value
  }

  /** AND of conditions that are never NULL, in one form for the same conditions. */
  #conjunction(conditions: readonly Term[]): Term {
    return this.#make.all([...new Set(conditions)].toSorted((a, b) => a.id - b.id))
  }

  #count(condition: Term, group: Group): Term {
    const known = group.counts.get(condition)
    if (known !== undefined) return known
    const isSure = group.hasRow && condition.kind === 'constant'
    const count = this.#make.atom(
      'integer',
      isSure ? { nullable: false, values: rangeOf(1, Infinity) } : aCount,
    )
    group.counts.set(condition, count)
    return count
  }

  #windowFunction(expr: Node<'WINDOWFUNC'>, type: ValueKind): Term {
    const fn = this.#catalogs.functions.get(expr.winfnoid)
    if (fn?.builtIn && type === 'integer') {
      if (fn.name === 'count') return this.#make.atom(type, aCount)
      if (ranks.has(fn.name)) return this.#make.atom(type, { nullable: false, values: rangeOf(1, Infinity) })
    }
    return this.#unknown(type)
  }

  #column(node: Node<'VAR'>, from: Instance, type: ValueKind): Term {
    const column = locateColumn(node, from)
    if (column === null || column.attno <= 0) return this.#unknown(type)
    const { scope, varno, nulling } = column
    const present: Term[] = []
    for (const index of nulling) {
      if (entryAt(scope.query, index)?.rtekind === rangeTableKind.group) {
        present.push(this.#make.atom('boolean', eitherWay, `grouped ${scope.id} ${column.attno}`))
        continue
      }
      const side = scope.tree.sides.get(index)?.find(({ members }) => members.has(varno))
      if (side === undefined) return this.#unknown(type)
      if (!scope.tree.alwaysPresent.includes(side)) present.push(this.#present(side, scope))
    }
    const own = this.#ownColumn(column, type)
    return present.length === 0
      ? own
      : this.#make.choose([[this.#conjunction(present), own]], this.#make.constant(null, type), type)
  }

  #ownColumn(column: ColumnLocation<Instance>, type: ValueKind): Term {
    const { scope, varno, attno, entry, merged } = column
    if (merged !== null) return this.#term(merged, { instance: scope, operand: null })
    switch (entry.rtekind) {
      case rangeTableKind.relation:
        this.#supposeEvidence(column)
        return this.#make.atom(
          type,
          this.#sourceDomain(entry.relid, attno, type),
          columnKey(scope, varno, attno),
        )
      case rangeTableKind.group: {
        const expr = entry.groupexprs[attno - 1]
        return expr === undefined ? this.#unknown(type) : this.#term(expr, { instance: scope, operand: null })
      }
      case rangeTableKind.subquery:
      case rangeTableKind.cte:
        return this.#queryColumns(column)[attno - 1] ?? this.#unknown(type)
      case rangeTableKind.values: {
        const values = entry.values_lists.map((list) => list[attno - 1])
        const domains = values.map((one) =>
          one?.kind === 'CONST' ? this.#constant(one, type).domain : widest(type),
        )
        return this.#make.atom(type, joinAll(domains), columnKey(scope, varno, attno))
      }
      default:
        return this.#make.atom(type, widest(type), columnKey(scope, varno, attno))
    }
  }

  /** The columns of a subquery or a WITH query, as one reader of it sees them. */
  #queryColumns({ scope, varno, entry }: ColumnLocation<Instance>): readonly Term[] {
    const known = scope.queries.get(varno)
    if (known !== undefined) return known
    const found = entry.rtekind === rangeTableKind.cte ? cteOf(entry, scope) : null
    const [query, outer] =
      found === null
        ? [entry.subquery, scope]
        : [found.cte.cterecursive ? null : found.cte.ctequery, found.home]
    const guard = this.#guardOf(scope, varno)
    const columns = query === null ? [] : this.#outputs(query, outer, { axioms: scope.place.axioms, guard })
    scope.queries.set(varno, columns)
    return columns
  }

  /** What is proven of the columns of a view that is read holds of its row here. */
  #supposeEvidence({ scope, varno, entry }: ColumnLocation<Instance>): void {
    if (scope.queries.has(varno)) return
    scope.queries.set(varno, [])
    const relation = this.#catalogs.relations.get(entry.relid)
    const analyzed = relation && this.#dependencies.get(displayName(relation))
    if (relation === undefined || analyzed?.evidence === undefined) return
    const guard = this.#guardOf(scope, varno).map((one) => this.#make.not(one))
    const columnOf = (name: string): Term | null => {
      const attno = relation.columns.indexOf(name) + 1
      const type = this.#kindNamed(analyzed.columns.find((one) => one.name === name)?.type.name)
      if (attno === 0 || type === null) return null
      return this.#make.atom(
        type,
        this.#sourceDomain(entry.relid, attno, type),
        columnKey(scope, varno, attno),
      )
    }
    for (const { by, cases } of analyzed.evidence) {
      for (const states of cases) {
        const telling = states.slice(0, by.length).map((state) => ({ state, term: columnOf(state.name) }))
        const isCase = this.#make.all(
          telling.flatMap(({ state, term }) =>
            term === null ? this.#unknown('boolean') : this.#statesOf(term, state),
          ),
        )
        for (const other of states.slice(by.length)) {
          const term = columnOf(other.name)
          if (term === null) continue
          for (const state of this.#statesOf(term, other))
            scope.place.axioms.push(this.#make.any([...guard, this.#make.not(isCase), state]))
        }
      }
    }
  }

  /** What a recorded state says of a column, as conditions that are TRUE. */
  #statesOf(term: Term, { known, values }: ColumnState): readonly Term[] {
    const isNull = this.#make.isNull(term)
    if (known === 'never') return [isNull]
    const states = known === 'always' ? [this.#make.not(isNull)] : []
    if (values === undefined || term.type === 'other') return states
    const constant = (value: Scalar): Term => this.#make.constant(value, term.type)
    const inside =
      'oneOf' in values
        ? [this.#make.any(values.oneOf.map((value) => this.#make.compare('=', term, constant(value))))]
        : [
            ...(values.min === null ? [] : [this.#make.compare('>=', term, constant(values.min))]),
            ...(values.max === null ? [] : [this.#make.compare('<=', term, constant(values.max))]),
          ]
    return [...states, ...inside.map((one) => (known === 'always' ? one : this.#make.any([isNull, one])))]
  }

  /** The kind of values of a type by its name; null for one whose atoms have another kind. */
  #kindNamed(type: string | undefined): ValueKind | null {
    return type === undefined ? null : (kindsByName.get(type) ?? 'other')
  }

  #guardOf(scope: Instance, varno: number): readonly Term[] {
    const sides = [...scope.tree.sides.values()].flat().filter(({ members }) => members.has(varno))
    return [...scope.place.guard, ...sides.map((side) => this.#present(side, scope))]
  }

  #sourceDomain(relid: number, attno: number, type: ValueKind): Domain {
    const relation = this.#catalogs.relations.get(relid)
    const name = relation?.columns[attno - 1]
    const column =
      relation && this.#dependencies.get(displayName(relation))?.columns.find((one) => one.name === name)
    if (column === undefined) return widest(type)
    const nullable = column.nullability.nullable
    return meet(
      { nullable, values: widest(type).values },
      { nullable: true, values: valuesOf(column.values) },
    )
  }

  /** The kind of values that an expression has. */
  #kindOf(expr: Expression | null): ValueKind {
    let oid = expr === null ? 0 : this.#typeOf(expr)
    for (;;) {
      if (valueKinds.boolean.has(oid)) return 'boolean'
      if (valueKinds.integer.has(oid)) return 'integer'
      if (valueKinds.text.has(oid)) return 'text'
      const base = this.#catalogs.types.get(oid)?.base ?? 0
      if (base === 0) return 'other'
      oid = base
    }
  }

  #typeOf(expr: Expression): number {
    switch (expr.kind) {
      case 'VAR':
        return expr.vartype
      case 'CONST':
        return expr.consttype
      case 'PARAM':
        return expr.paramtype
      case 'AGGREF':
        return expr.aggtype
      case 'WINDOWFUNC':
        return expr.wintype
      case 'FUNCEXPR':
        return expr.funcresulttype
      case 'OPEXPR':
        return expr.opresulttype
      case 'RELABELTYPE':
      case 'COERCEVIAIO':
      case 'ARRAYCOERCEEXPR':
      case 'COERCETODOMAIN':
      case 'FIELDSELECT':
        return expr.resulttype
      case 'CASEEXPR':
        return expr.casetype
      case 'COALESCEEXPR':
        return expr.coalescetype
      case 'MINMAXEXPR':
        return expr.minmaxtype
      case 'CASETESTEXPR':
        return expr.typeId
      case 'SUBSCRIPTINGREF':
        return expr.refrestype
      case 'COLLATEEXPR':
      case 'NAMEDARGEXPR':
        return expr.arg === null ? 0 : this.#typeOf(expr.arg)
      case 'NULLIFEXPR':
        return expr.args[0] === undefined ? 0 : this.#typeOf(expr.args[0])
      case 'SUBLINK': {
        if (expr.subLinkType === subLink.array) return 0
        if (expr.subLinkType !== subLink.expr) return booleanType
        const [first] = expr.subselect === null ? [] : outputsOf(expr.subselect)
        return first?.expr ? this.#typeOf(first.expr) : 0
      }
      case 'BOOLEXPR':
      case 'NULLTEST':
      case 'BOOLEANTEST':
      case 'DISTINCTEXPR':
      case 'SCALARARRAYOPEXPR':
      case 'ROWCOMPAREEXPR':
        return booleanType
      default:
        return 0
    }
  }
}
