import type { Expression, Node } from './nodes.js'

/** Bytes of a constant as the server keeps them; empty for NULL. */
export const datumBytes = (node: Node<'CONST'>): readonly number[] =>
  node.constvalue === null
    ? []
    : (node.constvalue.text.match(/-?\d+/g) ?? []).map((byte) => Number(byte) & 0xff)

/** A constant under the casts that leave its value alone. */
export const constantOf = (expr: Expression | null): Node<'CONST'> | null => {
  if (expr?.kind === 'CONST') return expr
  if (expr?.kind === 'RELABELTYPE' || expr?.kind === 'COLLATEEXPR') return constantOf(expr.arg)
  return null
}

/** Whether an expression is the constant TRUE or FALSE; null for all else, NULL included. */
export const booleanConstant = (expr: Expression | null): boolean | null => {
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull) return null
  return datumBytes(constant)[0] === 1
}

/** int8, int2 and int4; and the casts of the last two to the first. */
const integerTypes = new Set([20, 21, 23])
const integerCasts = new Set([754, 481])

/** Little end first, signed, as the embedded engine keeps integers. Null when it is no integer constant. */
export const integerConstant = (expr: Expression | null): bigint | null => {
  // LIMIT and OFFSET are cast to bigint; a cast of a small constant is still the constant.
  if (expr?.kind === 'FUNCEXPR' && integerCasts.has(expr.funcid)) return integerConstant(expr.args[0] ?? null)
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull || !integerTypes.has(constant.consttype)) return null
  const bytes = datumBytes(constant)
  let value = 0n
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

/** A constant of a variable-length text type; null when it is none. */
export const textConstant = (expr: Expression | null): string | null => {
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull) return null
  return Buffer.from(datumBytes(constant).slice(4)).toString('utf8')
}

/** What the header of a constant array says. */
export interface ArrayHeader {
  readonly hasElements: boolean
  readonly hasNulls: boolean
}

/** Header of a constant that is an array; null for NULL. Of a constant of another type it says nothing true. */
export const arrayConstant = (node: Node<'CONST'>): ArrayHeader | null => {
  const bytes = datumBytes(node)
  // Four bytes of length, then the number of dimensions, then where the data start when a bitmap of NULLs comes first.
  if (node.constisnull || bytes.length < 16) return null
  const isZero = (from: number): boolean => bytes.slice(from, from + 4).every((byte) => byte === 0)
  return { hasElements: !isZero(4), hasNulls: !isZero(8) }
}
