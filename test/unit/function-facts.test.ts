import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { column, integer, layer, nullable, source, sqlFunction, text, type Volatility } from 'fusion-store'
import { whyNotRowWise } from '../../src/compile/facts/row-wise.js'
import { createOutputsOf } from '../../src/compile/scope/outputs.js'

const t = source('up.t', 'Rows.', {
  key: ['id'],
  columns: { id: integer('Key.'), name: nullable(text('Name.')) },
})

/** Why a filter may not reach the table below a layer that calls a function. */
const why = (volatility: Volatility | undefined): string | undefined => {
  const fn = sqlFunction('ref.f', {
    comment: 'F.',
    args: { value: text },
    returns: text,
    ...(volatility && { volatility }),
    body: 'RETURN value',
  })
  const calling = layer('calling', 'Calls it.', { t }, (db) => db.selectFrom('t').selectAll('t')).columns(
    (eb) => ({ f: column('F.', fn({ value: eb.ref('name') })), g: column('G.', fn({ value: 'a' })) }),
  )
  return whyNotRowWise(calling.declaration, createOutputsOf())
}

test.each(['immutable', 'stable'] as const)('a filter goes past an %s function', (volatility) => {
  expect(why(volatility)).toBeUndefined()
})

test.each([undefined, 'volatile'] as const)(
  'no filter goes past a function that is declared %s',
  (volatility) => {
    expect(why(volatility)).toContain('it calls ref.f(), which is volatile')
  },
)

test('raw SQL that calls it says nothing of it', () => {
  const calling = layer('calling', 'Calls it.', { t }, (db) =>
    db.selectFrom('t').select(sql<string>`ref.f(t.name)`.as('f')),
  )
  expect(whyNotRowWise(calling.declaration, createOutputsOf())).toContain('raw text')
})
