import { CollateNode, type Expression, RawNode, ValueNode } from 'kysely'
import type { Json } from '../source.js'
import { binary, call, caseWhen, cast, type Gate, wrap } from './expression.js'

type MaybeJson = Expression<Json | null>

/** Member of a JSON object; NULL when it has none of that name or the value is no object. Never an error. */
export const jsonMember = (json: MaybeJson, key: string): Expression<Json | null> => binary(json, '->', key)

/** The member as text, the JSON value null being NULL. Never an error. */
export const jsonText = (json: MaybeJson, key: string): Expression<string | null> => binary(json, '->>', key)

/** True when the value is a JSON object, false for anything else and for NULL. */
export const isJsonObject = (json: MaybeJson): Expression<boolean> =>
  binary(binary<boolean | null>(call('jsonb_typeof', json), '=', 'object'), 'is', true)

/** Digits of 0 to 2147483647 with any number of leading zeros: what a cast to integer takes without an error. */
const INT4 = [
  '[0-9]{1,9}',
  '1[0-9]{9}',
  '20[0-9]{8}',
  '21[0-3][0-9]{7}',
  '214[0-6][0-9]{6}',
  '2147[0-3][0-9]{5}',
  '21474[0-7][0-9]{4}',
  '214748[0-2][0-9]{3}',
  '2147483[0-5][0-9]{2}',
  '21474836[0-3][0-9]',
  '214748364[0-7]',
].join('|')

/** The member as a non-negative integer of four bytes; NULL for anything else. Never an error. */
export function jsonInteger(json: MaybeJson, key: string): Expression<number | null> {
  const text = jsonText(json, key)
  const isInteger: Gate = binary(text, '~', `^0*(${INT4})$`)
  return caseWhen<number | null>([[isInteger, cast(text, 'integer')]])
}

/** What Postgres's boolean input reads as true, in lower case. */
const TRUE_WORDS = ['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']

/** White space that Postgres's boolean input skips. */
const BLANKS = ' \t\n\v\f\r'

/**
 * True when Postgres's boolean input would read the member's text as true; false for anything else and for none.
 * Never NULL, never an error, unlike the cast, which takes a whole store down for one "maybe".
 */
export function jsonFlag(json: MaybeJson, key: string): Expression<boolean> {
  const trimmed = call<string | null>('btrim', jsonText(json, key), BLANKS)
  // Only ASCII letters may be folded: the input function knows no others.
  const ascii = wrap<string | null>(
    RawNode.create(['(', ' ', ')'], [trimmed.toOperationNode(), CollateNode.create('C')]),
  )
  const words = call('any', wrap(ValueNode.create(TRUE_WORDS)))
  return call('coalesce', binary(call('lower', ascii), '=', words), false)
}
