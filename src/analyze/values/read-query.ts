import { displayName } from '../../model/relation-name.js'
import type { ColumnState } from '../../model/column-values.js'
import {
  type ColumnLocation,
  commandSelect,
  cteOf,
  entryAt,
  type Expression,
  locateColumn,
  type Node,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  type SetOperationNode,
  setOperation,
} from '../../pgtree/index.js'
import type { JoinSide } from '../nullability/facts.js'
import { canMakeRowOutOfNone } from '../nullability/row-count.js'
import { concludeGroups } from './conclude-groups.js'
import { anything, type Domain, eitherWay, joinAll, meet, type Scalar, valuesOf } from './domain.js'
import { type Instance, newInstance, type Place, type Queries } from './instances.js'
import { widest } from './operations.js'
import { ExpressionReader } from './read-expression.js'
import { type Reading, solvable } from './reading.js'
import { Solver } from './solve.js'
import type { Term, ValueKind } from './terms.js'
import { isDeterministic, isInteger, kindNamed, kindOf, typeOf } from './value-kinds.js'

const columnKey = ({ id }: Instance, varno: number, attno: number): string => `column ${id} ${varno} ${attno}`

/** Reads queries as terms: their output columns, and what holds of their rows. */
export class QueryReader implements Queries {
  readonly #reading: Reading
  readonly #expressions: ExpressionReader
  #instances = 0

  constructor(reading: Reading) {
    this.#reading = reading
    this.#expressions = new ExpressionReader(reading, this)
  }

  /** The output columns of a query that is read from `outer`. */
  outputs(query: QueryNode, outer: Instance | null, place: Place): readonly Term[] {
    const targets = outputsOf(query)
    const unknown = targets.map(({ expr }) =>
      this.#reading.make.unknown(kindOf(expr, this.#reading.catalogs)),
    )
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
      instance.group = { row, hasRow: isRowSure, guard: place.guard, counts: new Map(), extremes: [] }
      this.#reading.groups.push(instance.group)
      if (query.havingQual !== null)
        this.#suppose(query.havingQual, instance, { axioms: place.axioms, guard: place.guard })
    }
    return targets.map(({ expr }, at) =>
      expr === null
        ? (unknown[at] ?? this.#reading.make.unknown('other'))
        : this.#expressions.term(expr, { instance, operand: null }),
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
    const holds = this.#expressions.term(condition, { instance, operand: null })
    axioms.push(this.#reading.make.any([...guard.map((one) => this.#reading.make.not(one)), holds]))
  }

  #present(side: JoinSide, instance: Instance): Term {
    const known = instance.present.get(side)
    const term = known ?? this.#reading.make.atom('boolean', eitherWay)
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
    const domains = this.#setDomains(node, scope, node.kind === 'RANGETBLREF' ? [] : node.colTypes)
    return unknown.map((term, at) =>
      this.#reading.make.atom(term.type, meet(domains[at] ?? anything, widest(term.type))),
    )
  }

  /** @param types of the columns of the whole operation, into which those of each query are converted. */
  #setDomains(node: SetOperationNode, scope: Instance, types: readonly number[]): readonly Domain[] {
    if (node.kind === 'RANGETBLREF') {
      const subquery = entryAt(scope.query, node.rtindex)?.subquery ?? null
      if (subquery === null) return []
      const place: Place = { axioms: [], guard: [] }
      const before = this.#reading.groups.length
      const columns = this.outputs(subquery, scope, place)
      concludeGroups(this.#reading.groups.slice(before), this.#reading)
      const solver = new Solver(solvable(this.#reading, place))
      const own = outputsOf(subquery).map(({ expr }) => (expr === null ? 0 : typeOf(expr)))
      return columns.map((column, at): Domain => {
        const domain = solver.domainOf(column) ?? { nullable: false, values: { kind: 'none' } }
        const [from, to] = [own[at] ?? 0, types[at] ?? 0]
        const isKept = (from === to && to !== 0) || (isInteger(from) && isInteger(to))
        return isKept ? domain : { nullable: domain.nullable, values: { kind: 'any' } }
      })
    }
    const left = node.larg === null ? [] : this.#setDomains(node.larg, scope, types)
    const right = node.rarg === null ? [] : this.#setDomains(node.rarg, scope, types)
    const both = left.map((one, at) => joinAll([one, right[at] ?? anything]))
    if (node.op === setOperation.union) return both
    // Rows of INTERSECT and EXCEPT are rows of the left side, or rows of the right side that are held for equal.
    return left.map((one, at) =>
      isDeterministic(node.colCollations[at] ?? 0) ? one : (both[at] ?? anything),
    )
  }

  /** A column of a query, as a row of it has it. */
  column(node: Node<'VAR'>, from: Instance, type: ValueKind): Term {
    const column = locateColumn(node, from)
    if (column === null || column.attno <= 0) return this.#reading.make.unknown(type)
    const { scope, varno, nulling } = column
    const present: Term[] = []
    for (const index of nulling) {
      if (entryAt(scope.query, index)?.rtekind === rangeTableKind.group) {
        present.push(this.#reading.make.atom('boolean', eitherWay, `grouped ${scope.id} ${column.attno}`))
        continue
      }
      const side = scope.tree.sides.get(index)?.find(({ members }) => members.has(varno))
      if (side === undefined) return this.#reading.make.unknown(type)
      if (!scope.tree.alwaysPresent.includes(side)) present.push(this.#present(side, scope))
    }
    const own = this.#ownColumn(column, type)
    return present.length === 0
      ? own
      : this.#reading.make.choose(
          [[this.#reading.make.all(present), own]],
          this.#reading.make.constant(null, type),
          type,
        )
  }

  #ownColumn(column: ColumnLocation<Instance>, type: ValueKind): Term {
    const { scope, varno, attno, entry, merged } = column
    if (merged !== null) return this.#expressions.term(merged, { instance: scope, operand: null })
    switch (entry.rtekind) {
      case rangeTableKind.relation: {
        if (this.#treeOf(entry) !== null)
          return this.#queryColumns(column)[attno - 1] ?? this.#reading.make.unknown(type)
        this.#supposeEvidence(column)
        return this.#reading.make.atom(
          type,
          this.#sourceDomain(entry.relid, attno, type),
          columnKey(scope, varno, attno),
        )
      }
      case rangeTableKind.group: {
        const expr = entry.groupexprs[attno - 1]
        return expr === undefined
          ? this.#reading.make.unknown(type)
          : this.#expressions.term(expr, { instance: scope, operand: null })
      }
      case rangeTableKind.subquery:
      case rangeTableKind.cte:
        return this.#queryColumns(column)[attno - 1] ?? this.#reading.make.unknown(type)
      case rangeTableKind.values: {
        const values = entry.values_lists.map((list) => list[attno - 1])
        const domains = values.map((one) =>
          one?.kind === 'CONST'
            ? this.#expressions.term(one, { instance: scope, operand: null }).domain
            : widest(type),
        )
        return this.#reading.make.atom(type, joinAll(domains), columnKey(scope, varno, attno))
      }
      default:
        return this.#reading.make.atom(type, widest(type), columnKey(scope, varno, attno))
    }
  }

  /** The columns of a subquery or a WITH query, as one reader of it sees them. */
  #queryColumns({ scope, varno, entry }: ColumnLocation<Instance>): readonly Term[] {
    const known = scope.queries.get(varno)
    if (known !== undefined) return known
    const found = entry.rtekind === rangeTableKind.cte ? cteOf(entry, scope) : null
    const view = this.#treeOf(entry)
    const [query, outer] =
      view !== null
        ? [view, null]
        : found === null
          ? [entry.subquery, scope]
          : [found.cte.cterecursive ? null : found.cte.ctequery, found.home]
    const guard = this.#guardOf(scope, varno)
    const columns = query === null ? [] : this.outputs(query, outer, { axioms: scope.place.axioms, guard })
    scope.queries.set(varno, columns)
    return columns
  }

  /** The query of a view that is read as if it stood here; null for any other entry. */
  #treeOf({ rtekind, relid }: RangeTableEntry): QueryNode | null {
    const relation =
      rtekind === rangeTableKind.relation ? this.#reading.catalogs.relations.get(relid) : undefined
    return (relation && this.#reading.trees.get(displayName(relation))) ?? null
  }

  /** What is proven of the columns of a view that is read holds of its row here. */
  #supposeEvidence({ scope, varno, entry }: ColumnLocation<Instance>): void {
    if (scope.supposed.has(varno)) return
    scope.supposed.add(varno)
    const relation = this.#reading.catalogs.relations.get(entry.relid)
    const analyzed = relation && this.#reading.dependencies.get(displayName(relation))
    if (relation === undefined || analyzed?.evidence === undefined) return
    const guard = this.#guardOf(scope, varno).map((one) => this.#reading.make.not(one))
    const columnOf = (name: string): Term | null => {
      const attno = relation.columns.indexOf(name) + 1
      const type = kindNamed(analyzed.columns.find((one) => one.name === name)?.type.name)
      if (attno === 0 || type === null) return null
      return this.#reading.make.atom(
        type,
        this.#sourceDomain(entry.relid, attno, type),
        columnKey(scope, varno, attno),
      )
    }
    for (const { by, cases } of analyzed.evidence) {
      for (const states of cases) {
        const telling = states.slice(0, by.length).map((state) => ({ state, term: columnOf(state.name) }))
        const isCase = this.#reading.make.all(
          telling.flatMap(({ state, term }) =>
            term === null ? this.#reading.make.unknown('boolean') : this.#statesOf(term, state),
          ),
        )
        for (const other of states.slice(by.length)) {
          const term = columnOf(other.name)
          if (term === null) continue
          for (const state of this.#statesOf(term, other))
            scope.place.axioms.push(this.#reading.make.any([...guard, this.#reading.make.not(isCase), state]))
        }
      }
    }
  }

  /** What a recorded state says of a column, as conditions that are TRUE. */
  #statesOf(term: Term, { known, values }: ColumnState): readonly Term[] {
    const isNull = this.#reading.make.isNull(term)
    if (known === 'never') return [isNull]
    const states = known === 'always' ? [this.#reading.make.not(isNull)] : []
    if (values === undefined || term.type === 'other') return states
    const constant = (value: Scalar): Term => this.#reading.make.constant(value, term.type)
    const inside =
      'oneOf' in values
        ? [
            this.#reading.make.any(
              values.oneOf.map((value) => this.#reading.make.compare('=', term, constant(value))),
            ),
          ]
        : [
            ...(values.min === null ? [] : [this.#reading.make.compare('>=', term, constant(values.min))]),
            ...(values.max === null ? [] : [this.#reading.make.compare('<=', term, constant(values.max))]),
          ]
    return [
      ...states,
      ...inside.map((one) => (known === 'always' ? one : this.#reading.make.any([isNull, one]))),
    ]
  }

  #guardOf(scope: Instance, varno: number): readonly Term[] {
    const sides = [...scope.tree.sides.values()].flat().filter(({ members }) => members.has(varno))
    return [...scope.place.guard, ...sides.map((side) => this.#present(side, scope))]
  }

  #sourceDomain(relid: number, attno: number, type: ValueKind): Domain {
    const relation = this.#reading.catalogs.relations.get(relid)
    const name = relation?.columns[attno - 1]
    const column =
      relation &&
      this.#reading.dependencies.get(displayName(relation))?.columns.find((one) => one.name === name)
    if (column === undefined) return widest(type)
    const nullable = column.nullability.nullable
    return meet(
      { nullable, values: widest(type).values },
      { nullable: true, values: valuesOf(column.values) },
    )
  }
}
