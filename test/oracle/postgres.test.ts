import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANY_TEXTS, FLAG_TEXTS, HUGE_TEXTS, INT_TEXTS } from '../../scripts/upstream/hostile-values.js'
import { parseJson } from './json.js'
import { member, text } from './member.js'
import { flag, int } from './readings.js'

/** The oracle's idea of Postgres held against Postgres, value by value. */
let db: PGlite
beforeAll(async () => {
  db = await startPglite()
})
afterAll(() => db.close())

const ALL = [...FLAG_TEXTS, ...INT_TEXTS, ...ANY_TEXTS, ...HUGE_TEXTS]

/** Evaluates an expression of `j`, a jsonb, for every text of the list. */
async function ask<T>(expression: string, list: readonly string[]): Promise<T[]> {
  const { rows } = await db.query<{ v: T }>(
    `SELECT ${expression} AS v FROM unnest($1::text[]) WITH ORDINALITY u(t, n),
     LATERAL (SELECT t::jsonb AS j) x ORDER BY n`,
    [list],
  )
  return rows.map(({ v }) => v)
}

const under = (json: string): string | null => text(member(parseJson(`{"k": ${json}}`), 'k'))
const UNDER = `(jsonb_build_object('k', j)->>'k')`

describe('what ->> gives', () => {
  test('for numbers', async () => {
    const mantissas = [
      '0',
      '1',
      '10',
      '120',
      '1.0',
      '1.50',
      '0.10',
      '0.001',
      '123.456',
      '99999999999999999999',
    ]
    const exponents = ['', 'e0', 'e1', 'E+2', 'e3', 'e-1', 'e-2', 'e-7', 'e30']
    const numbers = ['', '-'].flatMap((s) => mantissas.flatMap((m) => exponents.map((e) => s + m + e)))
    expect(numbers.map(under)).toEqual(await ask(UNDER, numbers))
  })

  test('for strings, booleans and null', async () => {
    const scalars = ALL.filter((json) => !/^\s*[[{]/.test(json))
    // In hex, because PGlite drops a byte order mark from the front of a text it returns.
    const hex = scalars.map(under).map((t) => (t === null ? null : Buffer.from(t).toString('hex')))
    expect(hex).toEqual(await ask(`encode(convert_to(${UNDER}, 'UTF8'), 'hex')`, scalars))
  })

  test('for members: of objects only, the last of a repeated key', async () => {
    const documents = [...ALL, '{"a":1,"a":null}', '{"\\u0061":2}', '{"a":1,"\\u0061":3}', '[{"a":4}]', '"a"']
    const inner = documents.map((json) => member(parseJson(json), 'a')?.kind ?? null)
    expect(inner).toEqual(await ask(`jsonb_typeof(j->'a')`, documents))
  })
})

test('int is the regular expression and the range of an integer', async () => {
  const sql = `CASE WHEN ${UNDER} ~ '^[0-9]+$' AND pg_input_is_valid(${UNDER}, 'int4') THEN ${UNDER}::int4 END`
  expect(ALL.map((json) => int(under(json)))).toEqual(await ask(sql, ALL))
})

test('flag is the boolean input', async () => {
  const sql = `CASE WHEN pg_input_is_valid(${UNDER}, 'bool') THEN ${UNDER}::bool ELSE false END`
  expect(ALL.map((json) => flag(under(json)))).toEqual(await ask(sql, ALL))
})

test('flag for every short text of letters that matter, with every ASCII character around a true one', async () => {
  const letters = ['t', 'T', 'r', 'u', 'e', 'y', 's', 'o', 'N', 'f', '1', '0', ' ', '']
  const words = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
  const padded = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).flatMap((c) => [
    `${c}t`,
    `on${c}`,
  ])
  const list = [...words, ...padded].map((word) => JSON.stringify(word))
  const sql = `CASE WHEN pg_input_is_valid(${UNDER}, 'bool') THEN ${UNDER}::bool ELSE false END`
  expect(list.map((json) => flag(under(json)))).toEqual(await ask(sql, list))
})
