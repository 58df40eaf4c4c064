import fc from 'fast-check'
import { type Expression, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column, defineProject, integer, source, view } from 'fusion-store'
import { compileProject } from '../../src/compile/index.js'
import { embeddedProvider } from '../../src/io/postgres/embedded.js'
import type { Server } from '../../src/io/postgres/provider.js'
import type { Session } from '../../src/io/postgres/session.js'
import type { RowBuilder } from '../../src/declare/layer.js'

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await session.exec('CREATE SCHEMA up; CREATE TABLE up.t (id integer); INSERT INTO up.t VALUES (1)')
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

type Build = (eb: RowBuilder<{ id: number }>) => Expression<unknown>

/** What Postgres makes of an expression after compile wrote it down. */
async function evaluate(build: Build): Promise<unknown> {
  const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
  const v = view('up.v', 'A view.', { t }, (db) => db.selectFrom('t').selectAll('t')).columns((eb) => ({
    value: column('The value.', build(eb)),
  }))
  const { project, diagnostics } = compileProject(
    defineProject({ name: 'p', sql: { '1.sql': [v] } }),
    () => ({}),
  )
  expect(diagnostics).toEqual([])
  const [row] = await session.query<{ value: unknown }>(project?.views[0]?.select ?? '')
  return row?.value
}

describe('literals come back as they went in', () => {
  it('any text without NUL', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((s) => !s.includes('\0')),
        async (text) => {
          // Compared on the server: a client may touch a leading byte order mark.
          expect(await evaluate((eb) => sql`encode(convert_to(${eb.val(text)}, 'UTF8'), 'hex')`)).toBe(
            Buffer.from(text).toString('hex'),
          )
        },
      ),
      {
        numRuns: 200,
        examples: [["'"], ['\\'], ["\\'"], ['\n\t\u007f'], ["E'\\n'"], ['--'], ['/*'], ['$$'], ['é😀']],
      },
    ))

  it('any integer of four bytes, whatever stands beside it', () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), async (n) => {
        expect(await evaluate((eb) => eb.cast(eb.val(n), 'bigint'))).toBe(String(n))
        expect(await evaluate((eb) => eb(eb.cast(eb.val(0), 'bigint'), '-', eb.val(n) as never))).toBe(
          String(-n),
        )
      }),
      { numRuns: 100, examples: [[-1], [0], [2147483647], [-2147483648]] },
    ))

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [new Date(Date.UTC(2025, 0, 2, 3, 4, 5, 678)), '2025-01-02 03:04:05.678+00'],
    [Buffer.from([0, 255, 39]), '\\x00ff27'],
    [['a', "b'c", null], `{a,b'c,NULL}`],
    [{ a: [1, "it's"] }, `{"a": [1, "it's"]}`],
    [12345678901234567890n, '12345678901234567890'],
    [-5n, '-5'],
    [true, 'true'],
  ])('%s', async (value, text) => {
    await session.exec("SET timezone = 'UTC'")
    expect(await evaluate((eb) => eb.cast(eb.val(value), 'text'))).toBe(text)
  })
})

describe('operators mean what the builder nested, not what precedence would make of it', () => {
  it.each<[string, Build, unknown]>([
    ['(1 + 2) * 3', (eb) => eb(eb(eb.val(1), '+', 2), '*', 3), 9],
    ['7 - (3 - 2)', (eb) => eb(eb.val(7), '-', eb(eb.val(3), '-', 2)), 6],
    ['not (true and false)', (eb) => eb.not(eb.and([eb.val(true), eb.val(false)])), true],
    [
      '(true or false) and false',
      (eb) => eb.and([eb.or([eb.val(true), eb.val(false)]), eb.val(false)]),
      false,
    ],
    ['(1 = 2) is false', (eb) => eb(eb(eb.val(1), '=', 2), 'is', eb.lit(false)), true],
    ['-(-5)', (eb) => eb.neg(eb.val(-5)), 5],
    ['(1 + 1) between 2 and 3', (eb) => eb.between(eb(eb.val(1), '+', 1), 2, 3), true],
    ['raw sql keeps together', (eb) => eb(sql<number>`1 + 1`, '*', 2), 4],
    ['cast of a sum', (eb) => eb.cast(eb(eb.val(1), '+', 1), 'text'), '2'],
    ['x in (list)', (eb) => eb(eb.val('a'), 'in', ['a', 'b']), true],
  ])('%s', async (_, build, value) => {
    expect(await evaluate(build)).toBe(value)
  })
})
