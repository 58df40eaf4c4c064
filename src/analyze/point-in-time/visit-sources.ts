import {
  type AnyNode,
  cteOf,
  entryAt,
  type FromNode,
  isOneGroup,
  joinType,
  type Node,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  type SetOperationNode,
  visitChildren,
} from '../../pgtree/index.js'
import type { KnownHow, SourceVisit } from '../../model/point-in-time.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { Environment } from './environment.js'
import { equal, factsOf, factsOfFrom } from './facts.js'
import {
  entryPath,
  entryScope,
  openScope,
  type ProofScope,
  type ProofSource,
  type ProofWorld,
  sublinkScope,
} from './scope.js'
import { environmentsOfRows } from './shared-rows.js'
import { columnTerm, outputTerm } from './terms.js'
import { outputType } from './output-type.js'
import { locationOfEntry } from './location-of-entry.js'

/** Reads every source that a query is made of, with what holds there. */
export class SourceVisitor {
  readonly #world: ProofWorld
  readonly #visits = new Map<string, SourceVisit>()
  /** Bodies and recursive WITH queries that are being read. */
  readonly #within = new Set<QueryNode>()

  constructor(world: ProofWorld) {
    this.#world = world
  }

  get visits(): readonly SourceVisit[] {
    return [...this.#visits.values()]
  }

  /** @param at what holds of the rows of the query that decide about the row of the entrypoint. */
  query(scope: ProofScope, at: Environment): void {
    const { query } = scope
    // What is selected where no row was found must not rely on what holds of rows.
    const outside = isOneGroup(query) || query.havingQual !== null ? at.keep([], scope) : null
    for (const rows of environmentsOfRows(scope, at, this.#world)) {
      const here = rows.with(factsOfFrom(query.jointree, scope, this.#world))
      if (query.setOperations === null) this.#from(query.jointree, scope, here)
      else this.#operand(query.setOperations, scope, rows)
      for (const node of [...query.targetList, query.havingQual, query.limitCount, query.limitOffset])
        if (node !== null) this.#expression(node, scope, outside ?? here)
      for (const window of query.windowClause) this.#expression(window, scope, outside ?? here)
    }
  }

  /** Rows of both operands decide about a row with these values: a row of an operand that has others does not. */
  #operand(node: SetOperationNode, scope: ProofScope, at: Environment, types?: readonly number[]): void {
    if (node.kind === 'SETOPERATIONSTMT') {
      const both = node.colTypes.map((type, n) => (types === undefined || types[n] === type ? type : 0))
      for (const one of [node.larg, node.rarg]) if (one !== null) this.#operand(one, scope, at, both)
      return
    }
    const arm = entryScope(node.rtindex, scope, this.#world)
    if (arm === null) return this.#entry(node.rtindex, scope, at)
    const facts = outputsOf(arm.query).flatMap(({ expr }, n) =>
      outputType(expr) === types?.[n]
        ? [
            equal(
              outputTerm(arm, n + 1, { ...this.#world, isPresent: true }),
              columnTerm(scope.path, `o${n + 1}`),
            ),
          ]
        : [],
    )
    this.query(arm, at.with(facts))
  }

  #from(node: FromNode | null, scope: ProofScope, at: Environment): void {
    switch (node?.kind) {
      case 'FROMEXPR':
        for (const one of node.fromlist) this.#from(one, scope, at)
        this.#condition(node.quals, scope, at)
        return
      case 'JOINEXPR':
        return this.#join(node, scope, at)
      case 'RANGETBLREF':
        return this.#entry(node.rtindex, scope, at)
      default:
    }
  }

  /** A row of the optional side counts only where it is joined. */
  #join({ jointype, larg, rarg, quals }: Node<'JOINEXPR'>, scope: ProofScope, at: Environment): void {
    const side = (node: FromNode | null): Environment => at.with(factsOfFrom(node, scope, this.#world))
    const joined = (node: FromNode | null): Environment => side(node).with(factsOf(quals, scope, this.#world))
    const isInner = jointype === joinType.inner
    this.#from(larg, scope, isInner ? at : jointype === joinType.right ? joined(larg) : side(larg))
    this.#from(rarg, scope, isInner ? at : jointype === joinType.left ? joined(rarg) : side(rarg))
    const optional = jointype === joinType.left ? rarg : larg
    this.#condition(quals, scope, isInner || jointype === joinType.full ? at : joined(optional))
  }

  #condition(quals: AnyNode | null, scope: ProofScope, at: Environment): void {
    if (quals !== null) this.#expression(quals, scope, at)
  }

  #entry(rtindex: number, scope: ProofScope, at: Environment): void {
    const entry = entryAt(scope.query, rtindex)
    if (entry === undefined) return
    const inner = entryScope(rtindex, scope, this.#world)
    if (inner !== null) return this.query(inner, at)
    switch (entry.rtekind) {
      case rangeTableKind.relation:
        return this.#source(entry, rtindex, scope, at)
      case rangeTableKind.cte:
        return this.#recursive(entry, rtindex, scope, at)
      default:
        for (const node of [...entry.functions, ...entry.values_lists.flat(), entry.tablefunc])
          if (node !== null) this.#expression(node, scope, at)
    }
  }

  #source(entry: RangeTableEntry, rtindex: number, scope: ProofScope, at: Environment): void {
    const source = this.#world.sources.get(entry.relid)
    if (source === undefined) return
    const path = entryPath(scope, rtindex)
    this.#world.rows.set(path, source)
    const alias = entry.eref?.aliasname ?? source.name
    this.#visit(source, path, alias, at, scope, locationOfEntry(scope.query, rtindex))
  }

  #visit(
    source: ProofSource,
    path: string,
    alias: string,
    at: Environment,
    { view: { schema, name } }: ProofScope,
    location: SourceVisit['location'] | null,
  ): void {
    const how = (): KnownHow => {
      if (source.isTimeless) return 'timeless'
      if (at.isAnchor(path, source)) return 'anchor'
      return source.knownAt !== undefined && at.isByT0(columnTerm(path, source.knownAt))
        ? 'bound'
        : 'unproven'
    }
    const before = this.#visits.get(path)
    if (before?.how === 'unproven') return
    this.#visits.set(path, {
      source: { schema: source.schema, name: source.name },
      view: { schema, name },
      alias,
      how: how(),
      ...(location != null && { location }),
    })
  }

  /** What a function of the database is declared to read; nothing is known of how. */
  #declaredRead(relation: RelationName, scope: ProofScope, path: string, at: Environment): void {
    const { catalogs, sources, views } = this.#world
    const oid =
      [...catalogs.relations].find(([, one]) => displayName(one) === displayName(relation))?.[0] ?? 0
    const source = sources.get(oid)
    const query = views.get(oid)
    if (source !== undefined) this.#visit(source, path, source.name, at.nothing(), scope, null)
    if (query !== undefined) this.#unknown(query, openScope(query, null, path, relation), at)
  }

  /** Of the rows of a recursive query nothing is known. */
  #recursive(entry: RangeTableEntry, rtindex: number, scope: ProofScope, at: Environment): void {
    const found = cteOf(entry, scope)
    const query = found?.cte.ctequery ?? null
    if (found === null || query === null) return
    this.#unknown(query, openScope(query, found.home, entryPath(scope, rtindex), scope.view), at)
  }

  #unknown(query: QueryNode, scope: ProofScope, at: Environment): void {
    if (this.#within.has(query)) return
    this.#within.add(query)
    this.query(scope, at.nothing())
    this.#within.delete(query)
  }

  /** Subqueries in an expression, and what functions of the project read. */
  #expression(node: AnyNode, scope: ProofScope, at: Environment): void {
    if (node.kind === 'QUERY') return this.query(sublinkScope(node, scope), at)
    const called =
      node.kind === 'FUNCEXPR'
        ? node.funcid
        : node.kind === 'OPEXPR'
          ? (this.#world.catalogs.operators.get(node.opno)?.function ?? 0)
          : 0
    // Its parameters are not looked into, so that nothing is known of the rows that it reads.
    for (const [n, body] of (this.#world.catalogs.bodies?.get(called)?.queries ?? []).entries())
      this.#unknown(body, openScope(body, null, `${scope.path}/f${called}.${n}`, scope.view), at)
    for (const [n, relation] of (this.#world.catalogs.declaredReads?.get(called) ?? []).entries())
      this.#declaredRead(relation, scope, `${scope.path}/d${called}.${n}`, at)
    visitChildren(node, (child) => this.#expression(child, scope, at))
  }
}
