import { datumBytes, type Expression, integerConstant, type Node, textConstant } from '../../pgtree/index.js'
import type { ProofScope, ProofWorld, Term } from './scope.js'
import { definitionOf, termOf } from './terms.js'

/** MinMaxOp: LEAST. */
const LEAST = 1

const moments = ['timestamp with time zone', 'timestamp without time zone', 'date']

/** Calls by `name(argument types)`, of operators too. */
const minus = new Set([...moments.map((type) => `-(${type},interval)`), '-(date,integer)'])
const plus = new Set([...moments.map((type) => `+(${type},interval)`), '+(date,integer)'])
/** The start of a unit of time. Not where the time zone of the session, or one that turns clocks back, decides. */
const truncations = new Set(['date_trunc(text,timestamp without time zone)'])
const truncationsIn = new Set(['date_trunc(text,timestamp with time zone,text)'])
const zones = new Set([
  'timezone(text,timestamp without time zone)',
  'timezone(text,timestamp with time zone)',
])
const toDay = 'date(timestamp without time zone)'
const ofDay = 'timestamp(date)'

interface Call {
  readonly name: string
  readonly args: readonly Expression[]
  readonly scope: ProofScope
}

/** The built-in function or operator that an expression calls. */
const callOf = (expr: Expression, from: ProofScope, { catalogs, ...world }: ProofWorld): Call | null => {
  const { expr: node, scope } = definitionOf(expr, from, { catalogs, ...world })
  if (node.kind === 'FUNCEXPR') {
    const fn = catalogs.functions.get(node.funcid)
    return fn?.builtIn === true ? { name: `${fn.name}(${fn.signature})`, args: node.args, scope } : null
  }
  if (node.kind !== 'OPEXPR') return null
  const operator = catalogs.operators.get(node.opno)
  return operator?.builtIn === true
    ? { name: `${operator.name}(${operator.signature})`, args: node.args, scope }
    : null
}

/** Values that are no later than an expression, itself among them; none of them is NULL where the expression is not. */
export const notAfter = (expr: Expression, scope: ProofScope, world: ProofWorld): readonly Term[] => {
  const own = termOf(expr, scope, world)
  const call = callOf(expr, scope, world)
  const [left, right] = call?.args ?? []
  const earlier =
    call && left && right && plus.has(call.name) && isForward(right)
      ? notAfter(left, call.scope, world)
      : call && left && right && isIntervalPlus(call.name) && isForward(left)
        ? notAfter(right, call.scope, world)
        : []
  return own === null ? earlier : [own, ...earlier]
}

const isIntervalPlus = (name: string): boolean =>
  moments.some((type) => name === `+(interval,${type})`) || name === '+(integer,date)'

/** Values that are no earlier than an expression, itself among them. */
export const notBefore = (expr: Expression, scope: ProofScope, world: ProofWorld): readonly Term[] => {
  const own = termOf(expr, scope, world)
  const later = laterThan(expr, scope, world)
  return own === null ? later : [own, ...later]
}

const laterThan = (expr: Expression, from: ProofScope, world: ProofWorld): readonly Term[] => {
  const { expr: node, scope } = definitionOf(expr, from, world)
  if (node.kind === 'MINMAXEXPR' && node.op === LEAST)
    // One that is NULL does not count.
    return node.args.flatMap((arg) => notBefore(arg, scope, { ...world, isPresent: false }))
  const call = callOf(node, scope, world)
  const [first, second, third] = call?.args ?? []
  if (call === null || first === undefined) return []
  if (second && minus.has(call.name) && isForward(second)) return notBefore(first, scope, world)
  if (second && truncations.has(call.name)) return notBefore(second, scope, world)
  if (second && third && truncationsIn.has(call.name) && isUtc(third)) return notBefore(second, scope, world)
  if (call.name === ofDay) {
    const day = callOf(first, scope, world)
    const moment = day?.name === toDay ? day.args[0] : undefined
    return day && moment ? notBefore(moment, day.scope, world) : []
  }
  return second && zones.has(call.name) && isUtc(first) ? laterInUtc(second, scope, world) : []
}

/** `(f(x AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC'` is no later than x where f only goes back. */
const laterInUtc = (expr: Expression, scope: ProofScope, world: ProofWorld): readonly Term[] => {
  let at = { expr, scope }
  for (;;) {
    const call = callOf(at.expr, at.scope, world)
    const [first, second] = call?.args ?? []
    if (call === null || first === undefined) return []
    if (second && zones.has(call.name)) return isUtc(first) ? notBefore(second, call.scope, world) : []
    const day = call.name === ofDay ? callOf(first, call.scope, world) : null
    const next =
      second && truncations.has(call.name)
        ? { expr: second, scope: call.scope }
        : second && minus.has(call.name) && isForward(second)
          ? { expr: first, scope: call.scope }
          : day?.name === toDay && day.args[0]
            ? { expr: day.args[0], scope: day.scope }
            : null
    if (next === null) return []
    at = next
  }
}

const isUtc = (expr: Expression): boolean => textConstant(expr)?.toUpperCase() === 'UTC'

/** Eight bytes of microseconds, four of days and four of months. */
const intervalParts = [
  [0, 8],
  [8, 12],
  [12, 16],
] as const

const intervalType = 1186

/** Whether a constant interval, or a whole number of days, does not go back in any of its parts. */
const isForward = (expr: Expression): boolean => {
  const days = integerConstant(expr)
  if (days !== null) return days >= 0n
  if (expr.kind !== 'CONST' || expr.constisnull || expr.consttype !== intervalType) return false
  return intervalParts.every(([from, to]) => isNotNegative(expr, from, to))
}

/** Of a little-endian number in two's complement the last byte has the sign. */
const isNotNegative = (constant: Node<'CONST'>, from: number, to: number): boolean => {
  const bytes = datumBytes(constant).slice(from, to)
  return bytes.length === to - from && (bytes.at(-1) ?? 0xff) < 0x80
}
