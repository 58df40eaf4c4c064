import { type AliasableExpression, CollateNode, type Expression, RawNode, ValueNode } from 'kysely'
import type { Json } from '../source.js'
import { binary, call, caseWhen, cast, type Condition, wrap } from './expression.js'

type MaybeJson = Expression<Json | null>

/** Member of a JSON object; NULL when it has no such member or the value is not an object. Never an error. */
export const jsonMember = (json: MaybeJson, key: string): AliasableExpression<Json | null> =>
  binary(json, '->', key)

/** The member as text; JSON null becomes NULL. Never an error. */
export const jsonText = (json: MaybeJson, key: string): AliasableExpression<string | null> =>
  binary(json, '->>', key)

/** True when the value is a JSON object, false for anything else and for NULL. */
export const isJsonObject = (json: MaybeJson): AliasableExpression<boolean> =>
  binary(binary<boolean | null>(call('jsonb_typeof', json), '=', 'object'), 'is', true)

/** Greatest integer of four bytes. */
const INT4_MAX = 2147483647

/** The member as a non-negative integer of four bytes; NULL for anything else. Never an error. */
export function jsonInteger(json: MaybeJson, key: string): AliasableExpression<number | null> {
  const text = jsonText(json, key)
  // Leading zeros aside, ten digits fit a bigint; only text that casts without an error reaches the inner CASE.
  const isShort: Condition = binary(text, '~', '^0*[0-9]{1,10}$')
  const fits: Condition = binary(cast(text, 'bigint'), '<=', INT4_MAX)
  return caseWhen<number | null>([[isShort, caseWhen<number | null>([[fits, cast(text, 'integer')]])]])
}

/** What Postgres's boolean input reads as true, in lower case. */
const TRUE_WORDS = ['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']

/** White space that Postgres's boolean input skips. */
const BLANKS = ' \t\n\v\f\r'

/**
 * True when Postgres's boolean input would read the member's text as true; false for anything else and for a missing
 * member. Never NULL and never an error, unlike the cast, which fails the whole query for one "maybe".
 */
export function jsonFlag(json: MaybeJson, key: string): AliasableExpression<boolean> {
  const trimmed = call<string | null>('btrim', jsonText(json, key), BLANKS)
  // Only ASCII letters may be folded, as in the input function.
  const ascii = wrap<string | null>(
    RawNode.create(['(', ' ', ')'], [trimmed.toOperationNode(), CollateNode.create('C')]),
  )
  const words = call('any', wrap(ValueNode.create(TRUE_WORDS)))
  return call('coalesce', binary(call('lower', ascii), '=', words), false)
}
