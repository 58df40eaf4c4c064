import { datumBytes, type Expression, type RangeTableEntry } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** Items of FROM that are no query: whether columns of them that are known tell their rows apart. */

/**
 * A function that gives no set has one row; WITH ORDINALITY numbers the rows of one that does. A series computes each value
 * from the one before: if one came twice it would never end.
 */
export const callTellsApart = (
  { functions, funcordinality }: RangeTableEntry,
  knows: (attno: number) => boolean,
  catalogs: Catalogs,
): boolean => {
  const calls = functions.map(({ funcexpr }) => funcexpr)
  if (calls.every((call) => call?.kind === 'FUNCEXPR' && !call.funcretset)) return true
  const columns = functions.reduce((sum, { funccolcount }) => sum + funccolcount, 0)
  if (funcordinality && knows(columns + 1)) return true
  const [only] = calls
  const fn = calls.length === 1 && only?.kind === 'FUNCEXPR' ? catalogs.functions.get(only.funcid) : undefined
  return fn?.builtIn === true && fn.name === 'generate_series' && knows(1)
}

/** Constants in VALUES: columns that are known tell the lists apart, or there is but one list. */
export const listsTellApart = (
  { values_lists: lists }: RangeTableEntry,
  knows: (attno: number) => boolean,
  catalogs: Catalogs,
): boolean => {
  if (lists.length <= 1) return true
  const columns = (lists[0] ?? []).flatMap((_, at) => (knows(at + 1) ? [at] : []))
  const usable = columns.filter((at) =>
    lists.every((list) => exactConstant(list[at] ?? null, catalogs) !== null),
  )
  const texts = new Set(
    lists.map((list) => usable.map((at) => exactConstant(list[at] ?? null, catalogs)).join(' ')),
  )
  return texts.size === lists.length
}

/** The bytes of a constant of a type whose values are equal only when they are the same; null for anything else. */
export const exactConstant = (expr: Expression | null, { types }: Catalogs): string | null => {
  if (expr?.kind !== 'CONST' || expr.constisnull || types.get(expr.consttype)?.isExact !== true) return null
  return datumBytes(expr).join(',')
}
