import { type Expression, locateColumn } from '../../pgtree/index.js'
import type { CatalogFunction, Catalogs } from '../../resolve/index.js'
import { referenceKey } from './locate-column.js'
import type { Scope } from './scope.js'

/**
 * A name for an expression's value, equal for expressions that have the same value in the same row, so that what a
 * condition says of `a ->> 'k'` is known where `a ->> 'k'` is written again. Null when there is none: when something
 * in it may change from call to call, or is of a kind that people do not repeat.
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

/** Built in, and gives the same for the same arguments while a statement runs. */
const isSteady = (fn: CatalogFunction | undefined): boolean =>
  fn !== undefined && fn.builtIn && fn.volatility !== 'volatile'
