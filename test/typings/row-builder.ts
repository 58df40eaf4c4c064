/**
 * The builder of columns gives the types that Kysely's own gives, which is slower to check. `npm run typecheck` fails when
 * they differ.
 */
import { expectTypeOf } from 'expect-type'
import type { RowBuilder } from 'fusion-store'
import { type ColumnType, type ExpressionBuilder, type Generated, sql } from 'kysely'

interface Row {
  readonly n: number
  readonly m: number | null
  readonly t: string
  readonly at: Date
  readonly list: string[]
  readonly level: 'low' | 'high'
  readonly made: Generated<number>
  readonly odd: ColumnType<string, number, boolean>
  readonly 'two words': number
}
declare const own: RowBuilder<Row>
declare const kysely: ExpressionBuilder<{ row: Row }, 'row'>

expectTypeOf(own.ref('n')).toEqualTypeOf(kysely.ref('n'))
expectTypeOf(own.ref('m')).toEqualTypeOf(kysely.ref('m'))
expectTypeOf(own.ref('list')).toEqualTypeOf(kysely.ref('list'))
expectTypeOf(own.ref('made')).toEqualTypeOf(kysely.ref('made'))
expectTypeOf(own.ref('odd')).toEqualTypeOf(kysely.ref('odd'))
expectTypeOf(own.ref('row.n')).toEqualTypeOf(kysely.ref('row.n'))
expectTypeOf(own.ref('two words')).toEqualTypeOf(kysely.ref('two words'))
expectTypeOf(own.ref('x' as never)).toEqualTypeOf(kysely.ref('x' as never))
expectTypeOf(own.ref('list', '->').at(0)).toEqualTypeOf(kysely.ref('list', '->').at(0))

expectTypeOf(own('n', '<', 1)).toEqualTypeOf(kysely('n', '<', 1))
expectTypeOf(own('m', '=', kysely.ref('n'))).toEqualTypeOf(kysely('m', '=', kysely.ref('n')))
expectTypeOf(own('m', '=', null)).toEqualTypeOf(kysely('m', '=', null))
expectTypeOf(own('m', 'is', null)).toEqualTypeOf(kysely('m', 'is', null))
expectTypeOf(own('t', 'in', ['a'])).toEqualTypeOf(kysely('t', 'in', ['a']))
expectTypeOf(own('level', '=', 'low')).toEqualTypeOf(kysely('level', '=', 'low'))
expectTypeOf(own('at', '>', sql<Date>`now()`)).toEqualTypeOf(kysely('at', '>', sql<Date>`now()`))
expectTypeOf(own('made', '>', 1)).toEqualTypeOf(kysely('made', '>', 1))
expectTypeOf(own('row.n', '<', 1)).toEqualTypeOf(kysely('row.n', '<', 1))
expectTypeOf(own(sql<number>`1`, '<', 1)).toEqualTypeOf(kysely(sql<number>`1`, '<', 1))
expectTypeOf(own('t', 'like', 'a%')).toEqualTypeOf(kysely('t', 'like', 'a%'))
expectTypeOf(own('n', '<', (eb) => eb.ref('n'))).toEqualTypeOf(kysely('n', '<', (eb) => eb.ref('n')))

expectTypeOf(own('n', '+', 1)).toEqualTypeOf(kysely('n', '+', 1))
expectTypeOf(own('m', '-', kysely.ref('n'))).toEqualTypeOf(kysely('m', '-', kysely.ref('n')))
// Kysely accepts these.
expectTypeOf(own('n', '-', kysely.ref('m'))).toEqualTypeOf(kysely('n', '-', kysely.ref('m')))
expectTypeOf(own('n', '=', null)).toEqualTypeOf(kysely('n', '=', null))
expectTypeOf(own('n', '%', 2)).toEqualTypeOf(kysely('n', '%', 2))
expectTypeOf(own('odd', '=', 'x')).toEqualTypeOf(kysely('odd', '=', 'x'))

expectTypeOf(own.between('n', 1, 2)).toEqualTypeOf(kysely.between('n', 1, 2))
expectTypeOf(own.fn.max('n')).toEqualTypeOf(kysely.fn.max('n'))
expectTypeOf(own.case().when('n', '<', 1).then('a').end()).toEqualTypeOf(
  kysely.case().when('n', '<', 1).then('a').end(),
)

/** A helper that takes Kysely's builder. */
const helper = (eb: ExpressionBuilder<{ row: Row }, 'row'>) => eb('n', '>', 0)
helper(own)

// @ts-expect-error no column
own('o', '<', 1)
// @ts-expect-error no column
own.ref('o')
// @ts-expect-error another type
own('n', '<', 'a')
// @ts-expect-error another type
own('level', '=', 'middle')
// @ts-expect-error no operator
own('n', '~=~', 1)
