import type { ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import {
  cteOf,
  entryAt,
  type Expression,
  locateColumn,
  outputsOf,
  type QueryNode,
  type QueryScope,
  rangeTableKind,
  type SetOperationNode,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** A chain of columns is followed this far. */
const deepest = 60

/** Where the analysis of values stopped. */
export interface Unbounded {
  /** A sentence without a full stop. */
  readonly because: string
  /** The column of a relation at which it stopped, if it was one. */
  readonly at?: ColumnRef
}

/** Why the analysis of values says nothing of an output column. */
export const whyUnbounded = (query: QueryNode, column: number, catalogs: Catalogs): Unbounded =>
  ofQuery(query, column, { query, outer: null }, catalogs, deepest)

const said = (because: string): Unbounded => ({ because })

const unknown = said('its expression is not followed')
const constant = said('it is a constant that is not followed')

const ofQuery = (
  query: QueryNode,
  column: number,
  scope: QueryScope,
  catalogs: Catalogs,
  depth: number,
): Unbounded => {
  if (query.setOperations !== null) return ofSet(query.setOperations, column, scope, catalogs, depth)
  return of(outputsOf(query)[column]?.expr ?? null, scope, catalogs, depth)
}

const ofSet = (
  node: SetOperationNode,
  column: number,
  scope: QueryScope,
  catalogs: Catalogs,
  depth: number,
): Unbounded => {
  if (node.kind === 'SETOPERATIONSTMT') {
    const sides = [node.larg, node.rarg].map((side) =>
      side === null ? unknown : ofSet(side, column, scope, catalogs, depth),
    )
    return sides.find((reason) => reason !== constant) ?? unknown
  }
  const inner = entryAt(scope.query, node.rtindex)?.subquery
  return inner ? ofQuery(inner, column, { query: inner, outer: scope }, catalogs, depth) : unknown
}

const of = (expr: Expression | null, scope: QueryScope, catalogs: Catalogs, depth: number): Unbounded => {
  if (expr === null || depth === 0) return unknown
  const next = (part: Expression | null | undefined): Unbounded =>
    of(part ?? null, scope, catalogs, depth - 1)
  const notConstant = (parts: readonly (Expression | null)[]): Expression | null =>
    parts.find((part) => part !== null && part.kind !== 'CONST') ?? null
  switch (expr.kind) {
    case 'VAR':
      return ofColumn(expr, scope, catalogs, depth)
    case 'CONST':
      return constant
    case 'FUNCEXPR': {
      const fn = catalogs.functions.get(expr.funcid)
      if (fn?.cast === true && expr.args[0]) {
        const inner = next(expr.args[0])
        return inner === unknown || inner === constant
          ? said(`a cast by ${fn.name}() is not followed`)
          : inner
      }
      return said(`the result of ${fn?.name ?? 'a function'}() is not bounded`)
    }
    case 'AGGREF':
      return said(
        `the result of ${catalogs.functions.get(expr.aggfnoid)?.name ?? 'an aggregate'}() is not bounded`,
      )
    case 'WINDOWFUNC':
      return said(
        `the result of ${catalogs.functions.get(expr.winfnoid)?.name ?? 'a window function'}() is not bounded`,
      )
    case 'OPEXPR':
      return said(
        `the result of the operator ${catalogs.operators.get(expr.opno)?.name ?? ''} is not bounded`,
      )
    case 'RELABELTYPE':
    case 'COERCETODOMAIN':
    case 'NAMEDARGEXPR':
    case 'COLLATEEXPR':
      return next(expr.arg)
    case 'COERCEVIAIO':
      return said('a cast to text is not followed')
    case 'FIELDSELECT':
      return said('a field of a composite value is not followed')
    case 'CASEEXPR':
      return next(notConstant([...expr.args.map(({ result }) => result), expr.defresult]))
    case 'COALESCEEXPR':
    case 'MINMAXEXPR':
      return next(notConstant(expr.args))
    case 'NULLIFEXPR':
      return next(expr.args[0])
    case 'SUBLINK':
      return expr.subselect === null
        ? unknown
        : ofQuery(expr.subselect, 0, { query: expr.subselect, outer: scope }, catalogs, depth - 1)
    case 'UNKNOWN':
      return said(`it is computed by a node of kind ${expr.name}, which the analysis does not support`)
    default:
      return unknown
  }
}

const ofColumn = (
  node: Extract<Expression, { kind: 'VAR' }>,
  from: QueryScope,
  catalogs: Catalogs,
  depth: number,
): Unbounded => {
  const column = locateColumn(node, from)
  if (column === null) return unknown
  const { scope, attno, entry, merged } = column
  if (merged !== null) return of(merged, scope, catalogs, depth - 1)
  switch (entry.rtekind) {
    case rangeTableKind.relation: {
      const relation = catalogs.relations.get(entry.relid)
      if (relation === undefined) return unknown
      const name = relation.columns[attno - 1]
      return name === undefined
        ? said(`it is a system column or a row of ${displayName(relation)}`)
        : {
            because: `nothing bounds ${displayName(relation)}.${name}`,
            at: { relation: displayName(relation), column: name },
          }
    }
    case rangeTableKind.subquery: {
      const { subquery } = entry
      return subquery === null
        ? unknown
        : ofQuery(subquery, attno - 1, { query: subquery, outer: scope }, catalogs, depth - 1)
    }
    case rangeTableKind.cte: {
      const found = cteOf(entry, scope)
      const inner = found?.cte.ctequery
      if (!found || !inner) return unknown
      return found.cte.cterecursive
        ? said(`the recursive query ${entry.ctename ?? ''} is not followed`)
        : ofQuery(inner, attno - 1, { query: inner, outer: found.home }, catalogs, depth - 1)
    }
    case rangeTableKind.group:
      return of(entry.groupexprs[attno - 1] ?? null, scope, catalogs, depth - 1)
    case rangeTableKind.function: {
      const call = entry.functions[0]?.funcexpr
      const fn = call?.kind === 'FUNCEXPR' ? catalogs.functions.get(call.funcid) : undefined
      return said(`the result of ${fn?.name ?? 'a function'}() is not bounded`)
    }
    case rangeTableKind.tableFunction:
      return said('XMLTABLE and JSON_TABLE are not followed')
    case rangeTableKind.values:
      return said('VALUES has expressions that are not followed')
    default:
      return unknown
  }
}
