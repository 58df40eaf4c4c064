import {
  harmlessFunctions,
  jsonFunctions,
  type LeakKind,
  namedLeaks,
  patternFunctions,
  recordFunctions,
  signatureLeaks,
  textFunctions,
  timeWords,
  zonedSteps,
  zonelessFields,
} from '../../model/determinism-rules.js'
import type { CatalogFunction } from '../../resolve/index.js'
import { jsonLeak, readLeak, type ValueType, writeLeak } from './value-type.js'

/** The parts of a call that the rules use. */
export interface Call {
  readonly fn: CatalogFunction
  readonly args: readonly ValueType[]
  /** Result types: for a function in FROM, those of all its columns. */
  readonly results: readonly ValueType[]
  /** A constant text argument; null if it is not a constant text. */
  readonly constant: (at: number) => string | null
  /** Whether an argument is an interval that certainly has no days and no months. */
  readonly hoursOnly: (at: number) => boolean
}

type Rule = (call: Call) => LeakKind | undefined

const kindByName = new Map(
  Object.entries(namedLeaks).flatMap(([kind, names]) => names.map((name) => [name, kind as LeakKind])),
)
const isHarmless = new Set(harmlessFunctions)
const isZoneless = new Set(zonelessFields)
/** Checked by argument types, not by volatility: Postgres declares `jsonb_object_agg` immutable. */
const writes = new Set([...textFunctions, ...jsonFunctions])
const asksTime = new RegExp(timeWords)

const signatureOf = ({ name, signature }: CatalogFunction): string => `${name}(${signature})`

const whateverElse: Rule = ({ fn }) => (asksTime.test(signatureOf(fn)) ? 'timezone' : 'session')

const fieldRule: Rule = (call) =>
  isZoneless.has(call.constant(0)?.toLowerCase() ?? '') ? undefined : whateverElse(call)

const patternRule =
  (asksLocale: RegExp): Rule =>
  (call) => {
    const pattern = call.constant(1)
    return pattern === null || asksLocale.test(pattern) ? whateverElse(call) : undefined
  }

const forAll = (names: readonly string[], rule: Rule): readonly (readonly [string, Rule])[] =>
  names.map((name) => [name, rule])

const ruleByName = new Map<string, Rule>([
  ...forAll(textFunctions, ({ args }) => writeLeak(args)),
  ...forAll(jsonFunctions, ({ args }) => jsonLeak(args)),
  ...forAll(recordFunctions, ({ results }) => readLeak(results)),
  ...forAll(['extract', 'date_part'], fieldRule),
])
const ruleBySignature = new Map(
  Object.entries(patternFunctions).map(([signature, pattern]) => [
    signature,
    patternRule(new RegExp(pattern)),
  ]),
)

/**
 * Whether calls of a function can leak. Only built-in functions are checked here. The other functions of a store are the
 * guard, which gate A2 reads, and those of extensions.
 */
export const canLeak = ({ builtIn, volatility, name }: CatalogFunction): boolean =>
  builtIn && (volatility !== 'immutable' || writes.has(name))

/** Why the value of a call depends on more than its arguments; undefined if it does not. */
export const callLeak = (call: Call): LeakKind | undefined => {
  const { fn } = call
  if (!canLeak(fn)) return undefined
  const signature = signatureOf(fn)
  const listed = signatureLeaks[signature] ?? kindByName.get(fn.name)
  if (listed !== undefined) return listed
  if (fn.volatility === 'volatile') return 'volatile'
  if (isHarmless.has(signature)) return undefined
  const step = zonedSteps[signature]
  if (step !== undefined && call.hoursOnly(step)) return undefined
  const rule = ruleBySignature.get(signature) ?? ruleByName.get(fn.name) ?? whateverElse
  return rule(call)
}
