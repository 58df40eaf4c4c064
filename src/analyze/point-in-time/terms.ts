import { type Expression, locateColumn, type Node, outputsOf, rangeTableKind } from '../../pgtree/index.js'
import { keepsEquality } from '../order/columns.js'
import { entryPath, entryScope, type ProofScope, type ProofWorld, type Term } from './scope.js'

/** An expression where it is written: behind the columns of subqueries and views that pass it on. */
export interface Definition {
  readonly expr: Expression
  readonly scope: ProofScope
}

/** A column of an item of FROM that is not a query, or of a query whose column is not an expression of one row. */
export const columnTerm = (path: string, column: number | string): Term => ({
  name: `${path}.${column}`,
  paths: [path],
})

/** The output of a query, by number from 1: its own term where it has no expression in one row. */
export const outputTerm = (scope: ProofScope, attno: number, world: ProofWorld): Term => {
  const output = columnTerm(scope.path, `o${attno}`)
  const { query } = scope
  if (query.setOperations !== null || query.groupingSets.length > 0) return output
  return termOf(outputsOf(query)[attno - 1]?.expr ?? null, scope, world) ?? output
}

/** The value that the T0 of the entrypoint's row has. */
export const T0: Term = { name: '$T0', paths: [] }
/** Path of the row of a source that has the T0. */
export const ANCHOR = '$A'
/** A column of that row, by attribute number. It is a constant: that of the row of the entrypoint. */
export const anchorColumn = (attno: number): Term => ({ name: `${ANCHOR}.${attno}`, paths: [] })

/** Where a column comes from: an expression further in, with the term of one that has none; or a column that is given. */
type Origin = (Definition & { readonly otherwise: Term | null }) | Term | null

const originOf = (node: Node<'VAR'>, from: ProofScope, world: ProofWorld): Origin => {
  const found = locateColumn(node, from)
  if (found === null || found.attno <= 0) return null
  const { scope, varno, attno, entry, merged, nulling } = found
  if (merged !== null) return { expr: merged, scope, otherwise: null }
  if (entry.rtekind === rangeTableKind.group) {
    const expr = entry.groupexprs[attno - 1]
    return expr === undefined || scope.query.groupingSets.length > 0 ? null : { expr, scope, otherwise: null }
  }
  const inner = entryScope(varno, scope, world)
  if (inner === null) {
    const path = entryPath(scope, varno)
    const source = world.sources.get(entry.relid)
    if (entry.rtekind === rangeTableKind.relation && source !== undefined) world.rows.set(path, source)
    return columnTerm(path, attno)
  }
  if (nulling.length > 0 && world.isPresent !== true) return columnTerm(entryPath(scope, varno), `n${attno}`)
  const { query } = inner
  const expr = outputsOf(query)[attno - 1]?.expr ?? null
  const output = columnTerm(inner.path, `o${attno}`)
  // The columns of a set operation are those of both operands, and grouping sets make some NULL.
  return query.setOperations !== null || query.groupingSets.length > 0 || expr === null
    ? output
    : { expr, scope: inner, otherwise: output }
}

/** The expression behind columns that only pass it on. */
export const definitionOf = (expr: Expression, scope: ProofScope, world: ProofWorld): Definition => {
  if (expr.kind === 'RELABELTYPE' && expr.arg !== null && keepsEquality(expr, world.catalogs))
    return definitionOf(expr.arg, scope, world)
  if (expr.kind !== 'VAR') return { expr, scope }
  const origin = originOf(expr, scope, world)
  return origin === null || 'name' in origin
    ? { expr, scope }
    : definitionOf(origin.expr, origin.scope, world)
}

/** The value of a column, kept by the scope that it is asked in: each of many levels asks for those further in. */
const columnOf = (node: Node<'VAR'>, scope: ProofScope, world: ProofWorld): Term | null => {
  const asked = `${node.varlevelsup}.${node.varno}.${node.varattno}.${world.isPresent}`
  const kept = scope.terms.get(asked)
  if (kept !== undefined) return kept
  const origin = originOf(node, scope, world)
  const term =
    origin === null || 'name' in origin
      ? origin
      : (termOf(origin.expr, origin.scope, world) ?? origin.otherwise)
  scope.terms.set(asked, term)
  return term
}

/** The value of an expression; null for one that is not a column or a built-in function of columns and constants. */
export const termOf = (expr: Expression | null, scope: ProofScope, world: ProofWorld): Term | null => {
  switch (expr?.kind) {
    case 'RELABELTYPE':
      return keepsEquality(expr, world.catalogs) ? termOf(expr.arg, scope, world) : null
    case 'CONST': {
      const text = expr.constisnull ? null : expr.constvalue?.text
      return text ? { name: `c${expr.consttype}:${text}`, paths: [] } : null
    }
    case 'VAR':
      return columnOf(expr, scope, world)
    case 'FUNCEXPR':
      return expr.funcretset ? null : callTerm(expr.funcid, expr.args, scope, world)
    case 'OPEXPR':
      return expr.opretset
        ? null
        : callTerm(world.catalogs.operators.get(expr.opno)?.function ?? 0, expr.args, scope, world)
    default:
      return null
  }
}

const callTerm = (
  oid: number,
  args: readonly Expression[],
  scope: ProofScope,
  world: ProofWorld,
): Term | null => {
  const fn = world.catalogs.functions.get(oid)
  // NULL has no place in a proof, and a function that is not strict may hide one.
  if (fn?.builtIn !== true || fn.volatility === 'volatile' || !fn.strict) return null
  const terms = args.map((arg) => termOf(arg, scope, world))
  const known = terms.filter((term) => term !== null)
  if (known.length < terms.length) return null
  return {
    name: `f${oid}(${known.map(({ name }) => name).join(' ')})`,
    paths: [...new Set(known.flatMap(({ paths }) => paths))],
  }
}
