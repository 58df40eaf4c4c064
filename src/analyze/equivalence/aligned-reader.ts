import { displayName } from '../../model/relation-name.js'
import {
  cteOf,
  entryAt,
  type Expression,
  type FromNode,
  isOneGroup,
  joinType,
  locateColumn,
  type Node,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  targetsOf,
} from '../../pgtree/index.js'
import { canMakeRowOutOfNone, fromSurelyHasRow, isAlwaysTrue } from '../nullability/row-count.js'
import { eitherWay, notTrue, onlyTrue } from '../values/domain.js'
import { firstOwnOid, typeOf } from '../values/value-kinds.js'
import { canFail } from '../values/can-fail.js'
import { type Group, type Instance, newInstance, type Place, type Queries } from '../values/instances.js'
import { widest } from '../values/operations.js'
import { ExpressionReader } from '../values/read-expression.js'
import { type Reading, solvable } from '../values/reading.js'
import { Solver } from '../values/solve.js'
import type { Term, ValueKind } from '../values/terms.js'
import {
  type Block,
  type Grouping,
  joined,
  type Item,
  newBlock,
  type Path,
  type ReadFrom,
  type ReadQuery,
  type ReadVersion,
  type Rows,
  type Scope,
  suppose,
} from './blocks.js'
import { sameErrors } from './same-errors.js'
import { isGroups, passesRows } from './query-forms.js'

/**
 * Reads a version of a query as terms, so that what has the same place in two versions becomes the same term: the columns
 * of the third table of a FROM, or an aggregate over the same rows. Whether the rows are the same has to be asked
 * afterwards; of groups it is asked before anything of them is shared.
 */
export class AlignedReader implements Queries {
  readonly #reading: Reading
  readonly #before: AlignedReader | null
  readonly #expressions: ExpressionReader
  readonly #scopes = new Map<Instance, Scope>()
  readonly #groupings = new Map<string, Grouping>()
  #instances: number

  /** @param before the version that is read before, with the same terms. */
  constructor(reading: Reading, before: AlignedReader | null) {
    this.#reading = reading
    this.#before = before
    // Aggregates are told apart by the number of their instance, in both versions.
    this.#instances = before === null ? 0 : before.#instances
    this.#expressions = new ExpressionReader(reading, this)
  }

  read(query: QueryNode): ReadVersion {
    const place: Place = { axioms: [], guard: [] }
    const block = newBlock('view', place)
    const root: Path = { key: '', guard: [] }
    const { shape, columns } = this.#query(query, null, block, root)
    const rows = { shape, conditions: this.#conditions(block) }
    const names = outputsOf(query).map(({ resname }) => resname ?? '')
    return { columns: new Map(columns().map((term, at) => [names[at] ?? '', term])), rows, place }
  }

  /** Whether two versions have the same rows, as far as it can be proven. */
  sameRows(left: Rows, right: Rows): boolean {
    if (left.shape !== right.shape) return false
    const paths = new Set([...left.conditions.keys(), ...right.conditions.keys()])
    return [...paths].every((path) =>
      this.#sameConditions(left.conditions.get(path) ?? [], right.conditions.get(path) ?? []),
    )
  }

  /** Queries in expressions are not compared. */
  outputs(query: QueryNode): readonly Term[] {
    return outputsOf(query).map(() => this.#reading.make.unknown('other'))
  }

  column(node: Node<'VAR'>, from: Instance, type: ValueKind): Term {
    const { make } = this.#reading
    const column = locateColumn(node, from)
    const scope = column === null ? undefined : this.#scopes.get(column.scope)
    if (column === null || scope === undefined || column.attno <= 0) return make.unknown(type)
    const present: Term[] = []
    for (const join of column.nulling) {
      const side = scope.sides.get(join)?.find(({ members }) => members.has(column.varno))
      // An outer join of which one side is always there has none.
      if (side !== undefined) present.push(side.present)
      else if (entryAt(column.scope.query, join)?.rtekind !== rangeTableKind.join) return make.unknown(type)
    }
    const own = this.#ownColumn(column, scope, type, this.#typeKey(node.vartype, type))
    return present.length === 0
      ? own
      : make.choose([[make.all(present), own]], make.constant(null, type), type)
  }

  #ownColumn(
    { scope: instance, varno, attno, entry, merged }: NonNullable<ReturnType<typeof locateColumn<Instance>>>,
    { items }: Scope,
    type: ValueKind,
    typeKey: string,
  ): Term {
    const { make } = this.#reading
    const term = (expr: Expression | undefined): Term =>
      expr === undefined ? make.unknown(type) : this.#expressions.term(expr, { instance, operand: null })
    if (merged !== null) return term(merged)
    if (entry.rtekind === rangeTableKind.group) return term(entry.groupexprs[attno - 1])
    const item = items.get(varno)
    if (item?.kind === 'query') return item.columns()[attno - 1] ?? make.unknown(type)
    if (item?.kind !== 'rows') return make.unknown(type)
    if (item.relation === null) return make.atom(type, widest(type), `${item.key} ${attno} ${typeKey}`)
    const name = this.#reading.catalogs.relations.get(entry.relid)?.columns[attno - 1]
    if (name === undefined) return make.unknown(type)
    const known = this.#reading.dependencies.get(item.relation)?.columns.find((one) => one.name === name)
    const nullable = known?.nullability.nullable ?? true
    return make.atom(type, { ...widest(type), nullable }, `${item.key} ${JSON.stringify(name)} ${typeKey}`)
  }

  /** Columns of integers or texts have the same values in a wider type. Of any other type, nothing is known of that. */
  #typeKey(oid: number, type: ValueKind): string {
    if (type !== 'other') return type
    const { catalogs, terms } = this.#reading
    return catalogs.types.get(oid)?.name ?? (oid < firstOwnOid ? `${oid}` : terms.freshKey())
  }

  /** The rows and columns of a query whose rows become part of a block. */
  #query(query: QueryNode, outer: Instance | null, block: Block, path: Path): ReadQuery {
    const { make, terms } = this.#reading
    if (isGroups(query)) return this.#groups(query, outer, block, path)
    if (!passesRows(query)) {
      const columns = outputsOf(query).map(() => make.unknown('other'))
      return { shape: terms.freshKey(), columns: () => columns }
    }
    const instance = this.#open(query, outer, block.place)
    const { shape: inner } = this.#from(query.jointree, instance, block, path)
    // Without its OFFSET 0, Postgres might try the conditions around it first.
    const shape = query.limitOffset === null ? inner : `offset (${inner})`
    return { shape, columns: memoized(() => this.#targets(query, instance)) }
  }

  #targets(query: QueryNode, instance: Instance): readonly Term[] {
    return outputsOf(query).map(({ expr }) =>
      expr === null
        ? this.#reading.make.unknown('other')
        : this.#expressions.term(expr, { instance, operand: null }),
    )
  }

  #open(query: QueryNode, outer: Instance | null, place: Place): Instance {
    const instance = newInstance((this.#instances += 1), query, outer, place)
    this.#scopes.set(instance, { items: new Map(), sides: new Map() })
    return instance
  }

  /** A query that gives one row for each group of rows. */
  #groups(query: QueryNode, outer: Instance | null, block: Block, path: Path): ReadQuery {
    const { make, groups } = this.#reading
    const key = `${block.key}.${(block.leaves += 1)}`
    const rowBlock = newBlock(`${key} row`, { axioms: [], guard: [] })
    const row = this.#open(query, outer, rowBlock.place)
    const hasRow = !canMakeRowOutOfNone(query)
    const group: Group = { row, hasRow, guard: path.guard, counts: new Map(), extremes: [] }
    groups.push(group)
    const { shape } = this.#from(query.jointree, row, rowBlock, { key: '', guard: [] })
    const rows: Rows = { shape, conditions: this.#conditions(rowBlock) }
    const keys = targetsOf(query.groupClause, query.targetList).map(({ expr }) =>
      expr === null ? make.unknown('other') : this.#expressions.term(expr, { instance: row, operand: null }),
    )

    const own = newBlock(`${key} group`, { axioms: [], guard: [] })
    const instance = this.#open(query, outer, own.place)
    this.#from(query.jointree, instance, own, { key: '', guard: path.guard })
    instance.group = group
    const known = this.#before === null ? undefined : this.#before.#groupings.get(key)
    const isSame = known !== undefined && this.sameRows(known.rows, rows) && this.#sameKeys(known.keys, keys)
    if (isSame) {
      // Aggregates over the same rows are the same values.
      instance.group = { ...known.group, row: { ...row, id: known.group.row.id } }
      this.#scopes.set(instance.group.row, this.#scopes.get(row) ?? { items: new Map(), sides: new Map() })
    }
    if (hasRow) {
      this.#conditions(own)
      for (const axiom of own.place.axioms) block.place.axioms.push(axiom)
    }
    const having =
      query.havingQual === null ? null : this.#expressions.term(query.havingQual, { instance, operand: null })
    if (having !== null)
      block.place.axioms.push(make.any([...path.guard.map((one) => make.not(one)), having]))
    this.#groupings.set(key, { rows, keys, having, group: instance.group })
    const isOne = isOneGroup(query) && having === null
    const sameHaving =
      isSame &&
      this.#sameConditions(known.having === null ? [] : [known.having], having === null ? [] : [having])
    const isFirst = this.#before === null
    const name = isOne
      ? 'one group'
      : isFirst || sameHaving
        ? `groups ${key}`
        : this.#reading.terms.freshKey()
    return { shape: name, columns: memoized(() => this.#targets(query, instance)) }
  }

  /** An item of FROM: what its rows are made of, and the entries of the range table below it. */
  #from(item: FromNode | null, instance: Instance, block: Block, path: Path): ReadFrom {
    switch (item?.kind) {
      case 'RANGETBLREF':
        return { shape: this.#entry(item.rtindex, instance, block, path), members: [item.rtindex] }
      case 'FROMEXPR': {
        const parts = item.fromlist.map((one) => this.#from(one, instance, block, path))
        suppose(item.quals, instance, block, path)
        return joined(parts)
      }
      case 'JOINEXPR':
        return this.#join(item, instance, block, path)
      default:
        // A query without FROM has one row.
        return { shape: item === null ? '' : this.#reading.terms.freshKey(), members: [] }
    }
  }

  #join(join: Node<'JOINEXPR'>, instance: Instance, block: Block, path: Path): ReadFrom {
    const { make, terms } = this.#reading
    const { jointype, larg, rarg, quals, rtindex } = join
    const [kept, side] = jointype === joinType.right ? [rarg, larg] : [larg, rarg]
    const isInner =
      jointype === joinType.inner ||
      (jointype !== joinType.full && isAlwaysTrue(quals) && fromSurelyHasRow(side, instance.query))
    if (isInner) {
      const parts = [larg, rarg].map((one) => this.#from(one, instance, block, path))
      suppose(quals, instance, block, path)
      const { shape, members } = joined(parts)
      return { shape, members: [...members, rtindex] }
    }
    if (jointype !== joinType.left && jointype !== joinType.right)
      return { shape: terms.freshKey(), members: this.#unclear(join, instance) }
    const left = this.#from(kept, instance, block, path)
    const at = (block.joins += 1)
    const present = make.atom('boolean', eitherWay, `present ${block.key} ${at}`)
    const below: Path = { key: `${path.key}/${at}`, guard: [...path.guard, present] }
    const right = this.#from(side, instance, block, below)
    suppose(quals, instance, block, below)
    this.#scopes.get(instance)?.sides.set(rtindex, [{ members: new Set(right.members), present }])
    return {
      shape: `left ${at} [${left.shape}|${right.shape}]`,
      members: [...left.members, ...right.members, rtindex],
    }
  }

  /** Columns of everything below are unknown. */
  #unclear(item: FromNode | null, instance: Instance): readonly number[] {
    switch (item?.kind) {
      case 'RANGETBLREF':
        this.#scopes.get(instance)?.items.set(item.rtindex, { kind: 'unclear' })
        return [item.rtindex]
      case 'JOINEXPR':
        return [item.larg, item.rarg].flatMap((one) => this.#unclear(one, instance)).concat(item.rtindex)
      case 'FROMEXPR':
        return item.fromlist.flatMap((one) => this.#unclear(one, instance))
      default:
        return []
    }
  }

  #entry(index: number, instance: Instance, block: Block, path: Path): string {
    const items = this.#scopes.get(instance)?.items
    const entry = entryAt(instance.query, index)
    const { shape, item } = entry
      ? this.#item(entry, instance, block, path)
      : { shape: this.#reading.terms.freshKey(), item: { kind: 'unclear' } as const }
    items?.set(index, item)
    return shape
  }

  #item(
    entry: RangeTableEntry,
    instance: Instance,
    block: Block,
    path: Path,
  ): { readonly shape: string; readonly item: Item } {
    const { catalogs, terms } = this.#reading
    const unclear = { shape: terms.freshKey(), item: { kind: 'unclear' } } as const
    const leaf = (relation: string | null): Item => ({
      kind: 'rows',
      key: `${block.key}.${(block.leaves += 1)}`,
      relation,
    })
    switch (entry.rtekind) {
      case rangeTableKind.relation: {
        const relation = catalogs.relations.get(entry.relid)
        if (relation === undefined || entry.tablesample !== null) return unclear
        const name = displayName(relation)
        return {
          shape: `${JSON.stringify(name)}${entry.inh ? '' : ' only'}`,
          item: leaf(name),
        }
      }
      case rangeTableKind.subquery:
      case rangeTableKind.cte: {
        const found = entry.rtekind === rangeTableKind.cte ? cteOf(entry, instance) : null
        if (found?.cte.cterecursive) return unclear
        const query = found === null ? entry.subquery : found.cte.ctequery
        if (query === null) return unclear
        const { shape, columns } = this.#query(query, found === null ? instance : found.home, block, path)
        return { shape, item: { kind: 'query', columns } }
      }
      case rangeTableKind.values: {
        const values = entry.values_lists.map((list) =>
          list.map((expr) => this.#expressions.term(expr, { instance, operand: null }).id).join(','),
        )
        return { shape: `values ${values.join(';')}`, item: leaf(null) }
      }
      case rangeTableKind.function: {
        const [fn, ...others] = entry.functions.map(({ funcexpr }) => funcexpr)
        if (fn?.kind !== 'FUNCEXPR' || others.length > 0 || fn.funcvariadic) return unclear
        // A list of columns with their types decides what the function returns.
        if (entry.functions.some(({ funccoltypes }) => funccoltypes.length > 0)) return unclear
        const known = catalogs.functions.get(fn.funcid)
        if (!known?.builtIn || known.volatility === 'volatile') return unclear
        const args = fn.args.map((expr) => this.#expressions.term(expr, { instance, operand: null }).id)
        const types = fn.args.map((expr) => catalogs.types.get(typeOf(expr))?.name ?? this.#builtInType(expr))
        const shape = `function ${fn.funcid} ${types.join(',')} ${args.join(',')}${entry.funcordinality ? ' numbered' : ''}`
        return { shape, item: leaf(null) }
      }
      default:
        return unclear
    }
  }

  #builtInType(expr: Expression): string {
    const oid = typeOf(expr)
    return oid !== 0 && oid < firstOwnOid ? `${oid}` : this.#reading.terms.freshKey()
  }

  /** Reads the conditions of a block, and supposes them of its rows. */
  #conditions({ pending, place }: Block): ReadonlyMap<string, readonly Term[]> {
    const { make } = this.#reading
    const conditions = new Map<string, readonly Term[]>()
    for (const { condition, instance, path } of pending) {
      const term = this.#expressions.term(condition, { instance, operand: null })
      conditions.set(path.key, [...(conditions.get(path.key) ?? []), term])
      place.axioms.push(make.any([...path.guard.map((one) => make.not(one)), term]))
    }
    return conditions
  }

  #sameKeys(left: readonly Term[], right: readonly Term[]): boolean {
    const ids = new Set(left.map(({ id }) => id))
    return new Set(right.map(({ id }) => id)).size === ids.size && right.every(({ id }) => ids.has(id))
  }

  /**
   * Whether some conditions are TRUE of the same rows as others, whatever the rows are.
   *
   * @param left those of the version before.
   */
  #sameConditions(left: readonly Term[], right: readonly Term[]): boolean {
    // Where a condition can fail, it matters which one is tried first.
    const isInOrder = left.length === right.length && left.every((one, at) => one === right[at])
    if ([...left, ...right].some(canFail) && !isInOrder && left.length + right.length > 2) return false
    if (this.#sameKeys(left, right)) return true
    const { make } = this.#reading
    const [one, other] = [make.all(left), make.all(right)]
    if (!sameErrors(left, right)) return false
    const solver = new Solver(solvable(this.#reading, { axioms: [], guard: [] }))
    return (
      solver.isImpossible([
        [one, onlyTrue],
        [other, notTrue],
      ]) &&
      solver.isImpossible([
        [one, notTrue],
        [other, onlyTrue],
      ])
    )
  }
}

const memoized = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
