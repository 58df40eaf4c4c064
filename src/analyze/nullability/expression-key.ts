import { type Expression, locateColumn } from '../../pgtree/index.js'
import type { CatalogFunction, Catalogs } from '../../resolve/index.js'
import { referenceKey } from './locate-column.js'
import type { Scope } from './scope.js'

/**
 * A key for the value of an expression, equal for expressions with the same value in the same row, so that a condition on
 * `a ->> 'k'` also applies to other occurrences of `a ->> 'k'`. Null if a part may change between calls, or is of a kind
 * that is rarely repeated.
 */
export const expressionKey = (expr: Expression, scope: Scope, catalogs: Catalogs): string | null => {
  const all = (exprs: readonly Expression[]): string | null => {
    const keys: string[] = []
    for (const one of exprs) {
      const key = keyOf(one)
      if (key === null) return null
      keys.push(key)
    }
    return keys.join(' ')
  }
  const call = (oid: number, args: readonly Expression[]): string | null => {
    const keys = isSteady(catalogs.functions.get(oid)) ? all(args) : null
    return keys === null ? null : `f${oid}(${keys})`
  }
  const keyOf = (one: Expression): string | null => {
    switch (one.kind) {
      case 'VAR': {
        const column = locateColumn(one, scope)
        return column === null ? null : `v${referenceKey(column)}`
      }
      case 'CONST':
        return `c${one.consttype}:${one.constvalue?.text ?? 'null'}`
      case 'FUNCEXPR':
        return one.funcretset ? null : call(one.funcid, one.args)
      case 'OPEXPR':
        return one.opretset ? null : call(one.opfuncid, one.args)
      case 'RELABELTYPE':
      case 'COERCEVIAIO': {
        const key = one.arg === null ? null : keyOf(one.arg)
        return key === null ? null : `${one.kind}${one.resulttype}(${key})`
      }
      case 'AGGREF': {
        const { aggfnoid, args, aggdirectargs, aggfilter, aggorder, aggdistinct, agglevelsup } = one
        const isPlain = aggorder.length === 0 && aggdistinct.length === 0 && aggdirectargs.length === 0
        if (!isPlain || agglevelsup !== 0 || !isSteady(catalogs.functions.get(aggfnoid))) return null
        const keys = all(args.flatMap(({ expr: arg }) => arg ?? []))
        const filter = aggfilter === null ? '' : keyOf(aggfilter)
        return keys === null || filter === null ? null : `a${scope.id}.${aggfnoid}(${keys}|${filter})`
      }
      default:
        return null
    }
  }
  return keyOf(expr)
}

/** Built in, and returns the same for the same arguments within a statement. */
const isSteady = (fn: CatalogFunction | undefined): boolean =>
  fn !== undefined && fn.builtIn && fn.volatility !== 'volatile'
