import {
  type AliasableExpression,
  CastNode,
  type ColumnDataType,
  DataTypeNode,
  FunctionNode,
  type OperationNode,
  ValueNode,
} from 'kysely'
import type { Volatility } from '../model/sql-function.js'
import { type CallSite, callSite } from './call-site.js'
import { type Operand, toNode, wrap } from './idioms/expression.js'
import type { Declaration, Relation } from './relation.js'
import { type ColumnKind, sqlName, typeOf, type ValueOf } from './types/column-kind.js'
import type { TypeDeclaration } from './types/type-declaration.js'

/** The types of the arguments of a function, by name, in order. */
export type FunctionArgs = Readonly<Record<string, ColumnKind<unknown>>>

/** Values for the arguments of a function: an expression of the query, or a constant. */
export type FunctionOperands<A extends FunctionArgs> = {
  readonly [K in keyof A]: Operand<ValueOf<A[K]> | null>
}

interface Settings<A extends FunctionArgs, R> {
  readonly comment: string
  /**
   * In the order of the function's arguments. A name must not be a whole number: JavaScript would move it to the front.
   */
  readonly args: A
  readonly returns: ColumnKind<R>
  /**
   * The volatility that Postgres assumes. A volatile function, which is the default, is called for every row and
   * prevents filters from being pushed down. Postgres does not check that an immutable function is one.
   */
  readonly volatility?: Volatility
  /**
   * Whether the result is NULL, without a call, if an argument is NULL. Default false, because Postgres cannot inline
   * the body of a strict function.
   */
  readonly strict?: boolean
  /** Whether parallel workers may call it. Default false. */
  readonly parallelSafe?: boolean
  /** Relations that the body reads and functions that it calls. They are created before it. */
  readonly uses?: readonly (Relation<object> | SqlFunction<never, unknown>)[]
}

/**
 * The body is SQL in standard form, `RETURN …` or `BEGIN ATOMIC … END`. With `body` the function is the store's own,
 * and the generated SQL creates it. With `standIn` the database has it already: the stand-in replaces it in the
 * embedded Postgres, where views are analyzed, and in the demo, and no SQL is generated for it.
 */
export type FunctionSettings<A extends FunctionArgs, R> = Settings<A, R> &
  ({ readonly body: string; readonly standIn?: never } | { readonly standIn: string; readonly body?: never })

/** A function as plain data, for compile. */
export interface FunctionDeclaration {
  readonly name: string
  readonly comment: string
  readonly args: readonly { readonly name: string; readonly type: string }[]
  readonly returns: string
  readonly body: string
  readonly isOwn: boolean
  readonly volatility: Volatility
  readonly strict: boolean
  readonly parallelSafe: boolean
  readonly relations: readonly (Declaration | undefined)[]
  readonly functions: readonly (FunctionDeclaration | undefined)[]
  readonly types: readonly TypeDeclaration[]
  readonly site: CallSite
}

/** Calls a function in a query. */
export interface SqlFunction<A extends FunctionArgs, R> {
  (operands: FunctionOperands<A>): AliasableExpression<R | null>
  readonly function: FunctionDeclaration
}

/**
 * A call as Kysely prints it, with its declaration. That is behind a function, because walks over the tree treat
 * objects as nodes.
 */
export interface DeclaredCall extends FunctionNode {
  readonly calls: () => FunctionDeclaration
}

export const isDeclaredCall = (node: OperationNode): node is DeclaredCall =>
  FunctionNode.is(node) && 'calls' in node && typeof node.calls === 'function'

/**
 * A function of the user's database, in SQL, that views call. Its result always counts as nullable.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @example
 * const normCity = sqlFunction('ref.norm_city', {
 *   comment: 'A city without blanks and case.', args: { city: text }, returns: text, volatility: 'immutable',
 *   body: 'RETURN lower(btrim(city))',
 * })
 * city: column('City.', normCity({ city: eb.ref('raw_city') }))
 */
export function sqlFunction<A extends FunctionArgs, R>(
  name: string,
  {
    comment,
    args,
    returns,
    body,
    standIn,
    volatility = 'volatile',
    strict = false,
    parallelSafe = false,
    uses = [],
  }: FunctionSettings<A, R>,
): SqlFunction<A, R> {
  const kinds = Object.entries(args).map(([arg, kind]) => ({ name: arg, ...typeOf(kind) }))
  const result = typeOf(returns)
  const declaration: FunctionDeclaration = {
    name,
    comment,
    args: kinds.map(({ name: arg, type }) => ({ name: arg, type })),
    returns: result.type,
    body: standIn ?? body ?? '',
    isOwn: standIn === undefined,
    volatility,
    strict,
    parallelSafe,
    relations: uses.flatMap((used) => (used && 'function' in used ? [] : [used?.declaration])),
    functions: uses.flatMap((used) => (used && 'function' in used ? [used.function] : [])),
    types: [...kinds, result].flatMap(({ uses: types = [] }) => types),
    site: callSite(sqlFunction),
  }
  const call = (operands: FunctionOperands<A>): AliasableExpression<R | null> => {
    const values: Readonly<Record<string, Operand<unknown>>> = operands
    const nodes = kinds.map(({ name: arg, type }) => argument(values[arg], arg, type, name))
    const node: DeclaredCall = { ...FunctionNode.create(sqlName(name), nodes), calls: () => declaration }
    return wrap(node)
  }
  return Object.assign(call, { function: declaration })
}

/** An untyped constant could resolve to another overload, so it is cast to the declared type. */
function argument(value: Operand<unknown> | undefined, arg: string, type: string, of: string): OperationNode {
  if (value === undefined) throw new TypeError(`${of} is called without its argument "${arg}"`)
  const node = toNode(value)
  return ValueNode.is(node) ? CastNode.create(node, DataTypeNode.create(type as ColumnDataType)) : node
}
