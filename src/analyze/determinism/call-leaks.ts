import { recordFunctions } from '../../model/determinism-rules.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { type Expression, type Node, textConstant } from '../../pgtree/index.js'
import type { CatalogFunction } from '../../resolve/index.js'
import { callLeak, canLeak } from './call-rules.js'
import { type LeakContext, leakOf, type NodeLeak, noLeaks } from './leak-context.js'
import { isHoursOnly } from './hours-only.js'
import { typeOf } from './type-of.js'
import { isRecord, knownPart, namedType, typeNames } from './value-type.js'

const readsRecords = new Set(recordFunctions)

const constantOf =
  (args: readonly Expression[]) =>
  (at: number): string | null =>
    textConstant(args[at] ?? null)

const hoursOf =
  (args: readonly (Expression | null)[], { catalogs }: LeakContext) =>
  (at: number): boolean =>
    isHoursOnly(args[at], catalogs)

/**
 * A function of an extension that is not written in SQL. Gate A2 cannot read its body either and requires it to be allowed,
 * so it is reported before deployment.
 */
const unreadableLeaks = ({
  builtIn,
  kind,
  language,
  schema,
  name,
  signature,
}: CatalogFunction): readonly NodeLeak[] => {
  if (builtIn || kind === 'aggregate' || language === 'sql') return noLeaks
  const callee = `${quoteRelation({ schema, name })}(${signature})`
  const what = `${callee}: its body is in ${language}, which cannot be read,`
  return [{ kind: 'unreadable', what, callee }]
}

/** Leaks of a function call, printed with its argument types. */
export const functionLeaks = (
  oid: number,
  args: readonly Expression[],
  result: number,
  at: LeakContext,
): readonly NodeLeak[] => {
  const fn = at.catalogs.functions.get(oid)
  if (fn === undefined) return noLeaks
  if (!canLeak(fn)) return unreadableLeaks(fn)
  const types = args.map((arg) => typeOf(arg, at))
  const named = namedType(result, at.catalogs)
  // For a record, the visible columns of the row passed to json_populate_record. Columns in FROM are checked separately.
  const results = isRecord(named) ? types.slice(0, 1).map(knownPart) : [named]
  const kind = callLeak({
    fn,
    args: types,
    results,
    constant: constantOf(args),
    hoursOnly: hoursOf(args, at),
  })
  return leakOf(kind, () => `${fn.name}(${typeNames(types)})`)
}

/** Leaks of an operator. */
export const operatorLeaks = (
  oid: number,
  args: readonly Expression[],
  at: LeakContext,
): readonly NodeLeak[] => {
  const operator = at.catalogs.operators.get(oid)
  const fn = at.catalogs.functions.get(operator?.function ?? 0)
  if (operator === undefined || fn === undefined) return noLeaks
  if (!canLeak(fn)) return unreadableLeaks(fn)
  const types = args.map((arg) => typeOf(arg, at))
  const kind = callLeak({
    fn,
    args: types,
    results: [],
    constant: constantOf(args),
    hoursOnly: hoursOf(args, at),
  })
  const [left, right] = types.map(({ name }) => name)
  return leakOf(kind, () =>
    right === undefined ? `${operator.name} ${left}` : `${left} ${operator.name} ${right}`,
  )
}

/** `jsonb_to_record(…) AS r (day date)`: text is parsed as the declared types. */
export const recordLeaks = (
  { funcexpr, funccoltypes }: Node<'RANGETBLFUNCTION'>,
  { catalogs }: LeakContext,
): readonly NodeLeak[] => {
  const fn = funcexpr?.kind === 'FUNCEXPR' ? catalogs.functions.get(funcexpr.funcid) : undefined
  if (fn === undefined || !readsRecords.has(fn.name)) return noLeaks
  return funccoltypes.flatMap((oid) => {
    const type = namedType(oid, catalogs)
    const kind = callLeak({ fn, args: [], results: [type], constant: () => null, hoursOnly: () => false })
    return leakOf(kind, () => `${fn.name} AS ${type.name}`)
  })
}

/** `RANGE BETWEEN '1 day' PRECEDING AND …` calls a function for each row. */
export const frameLeaks = (
  { startInRangeFunc, startOffset, endInRangeFunc, endOffset }: Node<'WINDOWCLAUSE'>,
  at: LeakContext,
): readonly NodeLeak[] =>
  (
    [
      [startInRangeFunc, startOffset],
      [endInRangeFunc, endOffset],
    ] as const
  ).flatMap(([oid, bound]) => {
    const fn = at.catalogs.functions.get(oid)
    if (fn === undefined) return noLeaks
    // The bound is the function's third argument.
    const hoursOnly = hoursOf([null, null, bound], at)
    const kind = callLeak({ fn, args: [], results: [], constant: () => null, hoursOnly })
    return leakOf(kind, () => `RANGE over ${fn.signature.split(',', 1)[0]}`)
  })
