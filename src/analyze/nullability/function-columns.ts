import type { Nullability } from '../../model/analyzed-project.js'
import type { Expression, RangeTableEntry } from '../../pgtree/index.js'
import { inferElements } from './array-elements.js'
import { type Pass, type Point, pointIn, type Scope } from './scope.js'
import { canBeNull, notNull } from './verdict.js'

const none = notNull
const value = canBeNull('a JSON null becomes NULL')

/**
 * Built-in set-returning functions and their columns. For a NULL argument they return no row, so the arguments do not
 * matter.
 */
const setColumns: Readonly<Record<string, readonly Nullability[]>> = {
  generate_series: [none],
  generate_subscripts: [none],
  json_array_elements: [none],
  json_array_elements_text: [value],
  json_each: [none, none],
  json_each_text: [none, value],
  json_object_keys: [none],
  jsonb_array_elements: [none],
  jsonb_array_elements_text: [value],
  jsonb_each: [none, none],
  jsonb_each_text: [none, value],
  jsonb_object_keys: [none],
  jsonb_path_query: [none],
  regexp_matches: [none],
  regexp_split_to_table: [none],
}

/** Columns of a call that returns a set; empty if nothing is known about them. */
export const inferSetColumns = (
  call: Expression | null,
  point: Point,
  pass: Pass,
): readonly Nullability[] => {
  if (call?.kind !== 'FUNCEXPR') return []
  const fn = pass.catalogs.functions.get(call.funcid)
  if (fn === undefined || !fn.builtIn) return []
  if (fn.name === 'unnest' && call.args.length === 1 && call.args[0] !== undefined) {
    return [inferElements(call.args[0], point, pass)]
  }
  // The third argument is a text that is replaced by NULL.
  if (fn.name === 'string_to_table' && call.args.length === 2) return [notNull]
  return setColumns[fn.name] ?? []
}

/** Columns of one or several function calls in FROM, and of WITH ORDINALITY. */
export const inferFunctionColumns = (
  { functions, funcordinality }: RangeTableEntry,
  scope: Scope,
  pass: Pass,
): readonly Nullability[] => {
  const point = pointIn(scope, scope.inputFacts)
  const isAlone = functions.length === 1
  const columns = functions.flatMap(({ funcexpr, funccolcount }) => {
    const isSet = funcexpr?.kind === 'FUNCEXPR' && funcexpr.funcretset
    const own =
      funcexpr !== null && !isSet && funccolcount === 1
        ? [pass.infer(funcexpr, point)]
        : inferSetColumns(funcexpr, point, pass)
    return Array.from({ length: funccolcount }, (_, at) => (isAlone ? (own[at] ?? unknown) : padded))
  })
  return funcordinality ? [...columns, notNull] : columns
}

const unknown = canBeNull('a function in FROM may give NULL')
const padded = canBeNull('the shorter of several functions is padded with NULL')
