/**
 * What must not compile. `npm run typecheck` fails when one of these lines stops being an error.
 */
import { expectTypeOf } from 'expect-type'
import {
  aggregate,
  column,
  countRows,
  firstKnown,
  integer,
  isTrue,
  layer,
  nullable,
  type RowOf,
  source,
  text,
} from 'fusion-store'
import type { base } from '../../views/base.js'
import type { derived } from '../../views/derived.js'
import type { scored } from '../../views/scored.js'

const t = source('up.t', 'A table.', {
  key: ['id'],
  columns: { id: integer('Key.'), level: nullable(integer('Level.')), label: text('Label.') },
})

const first = layer('first', 'First.', { t }, (db) => db.selectFrom('t').selectAll('t')).columns((eb) => ({
  is_high: column('High.', isTrue(eb('level', '>=', 2))),
  some_level: column('Level or null.', firstKnown(eb.ref('level'))),
}))

expectTypeOf<RowOf<typeof first>>().toEqualTypeOf<{
  id: number
  level: number | null
  label: string
  is_high: boolean
  some_level: number | null
}>()

// A column that the earlier layer does not have.
first.columns((eb) => ({
  // @ts-expect-error misspelled
  x: column('X.', eb('levl', '>=', 2)),
}))

// A column of another type.
first.columns((eb) => ({
  // @ts-expect-error label is text
  x: column('X.', eb('label', '>=', 2)),
}))

// A flag where a number is needed, and the reverse.
first.columns((eb) => ({
  // @ts-expect-error is_high is a boolean
  x: column('X.', eb('is_high', '+', 1)),
}))
first.columns((eb) => ({
  // @ts-expect-error level is no condition
  x: column('X.', isTrue(eb.ref('level'))),
}))

// An input that was not handed in.
// @ts-expect-error there is no "u"
layer('second', 'Second.', { first }, (db) => db.selectFrom('u').selectAll())

// A key that the rows do not have.
// @ts-expect-error no such key
aggregate('a', 'A.', { of: first, by: ['nope'] }, () => ({ n: column('N.', countRows()) }))

// A source whose key is not one of its columns.
// @ts-expect-error no such column
source('up.s', 'S.', { key: ['nope'], columns: { id: integer('Key.') } })

// The rows of the store's own layers flow through all of them.
expectTypeOf<RowOf<typeof base>['img_real_q2_vis_cnt']>().toEqualTypeOf<number>()
expectTypeOf<RowOf<typeof base>['listing_id']>().toEqualTypeOf<string>()
expectTypeOf<RowOf<typeof derived>['img_damage_score']>().toEqualTypeOf<number | null>()
expectTypeOf<RowOf<typeof derived>['batt_bucket']>().toEqualTypeOf<string | null>()
expectTypeOf<RowOf<typeof scored>['damage_fused_tier_known']>().toEqualTypeOf<number | null>()
expectTypeOf<RowOf<typeof scored>['damage_any_scored']>().toEqualTypeOf<boolean>()
