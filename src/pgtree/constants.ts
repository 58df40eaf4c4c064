import type { Expression, Node } from './nodes.js'

/** Bytes of a constant as stored by the server; empty for NULL. */
export const datumBytes = (node: Node<'CONST'>): readonly number[] =>
  node.constvalue === null
    ? []
    : (node.constvalue.text.match(/-?\d+/g) ?? []).map((byte) => Number(byte) & 0xff)

/** A constant, possibly under casts that do not change its value. */
export const constantOf = (expr: Expression | null): Node<'CONST'> | null => {
  if (expr?.kind === 'CONST') return expr
  if (expr?.kind === 'RELABELTYPE' || expr?.kind === 'COLLATEEXPR') return constantOf(expr.arg)
  return null
}

/** The value of a constant TRUE or FALSE; null for anything else, including NULL. */
export const booleanConstant = (expr: Expression | null): boolean | null => {
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull) return null
  return datumBytes(constant)[0] === 1
}

/** int8, int2 and int4, and the casts of the last two to int8. */
const integerTypes = new Set([20, 21, 23])
const integerCasts = new Set([754, 481])

/** The value of an integer constant (little-endian, signed); null for anything else. */
export const integerConstant = (expr: Expression | null): bigint | null => {
  // LIMIT and OFFSET are cast to bigint, which does not change the constant.
  if (expr?.kind === 'FUNCEXPR' && integerCasts.has(expr.funcid)) return integerConstant(expr.args[0] ?? null)
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull || !integerTypes.has(constant.consttype)) return null
  const bytes = datumBytes(constant)
  let value = 0n
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

/** The value of a constant of a variable-length text type; null for anything else. */
export const textConstant = (expr: Expression | null): string | null => {
  const constant = constantOf(expr)
  if (constant === null || constant.constisnull) return null
  return Buffer.from(datumBytes(constant).slice(4)).toString('utf8')
}

/** The header of a constant array. */
export interface ArrayHeader {
  readonly hasElements: boolean
  readonly hasNulls: boolean
}

/** The header of a constant array; null for NULL. Meaningless for a constant of another type. */
export const arrayConstant = (node: Node<'CONST'>): ArrayHeader | null => {
  const bytes = datumBytes(node)
  // Four bytes of length, then the number of dimensions, then the data offset if there is a NULL bitmap.
  if (node.constisnull || bytes.length < 16) return null
  const isZero = (from: number): boolean => bytes.slice(from, from + 4).every((byte) => byte === 0)
  return { hasElements: !isZero(4), hasNulls: !isZero(8) }
}
