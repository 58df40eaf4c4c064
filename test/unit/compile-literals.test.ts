import fc from 'fast-check'
import { type Expression, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column, defineProject, integer, source, view } from 'fusion-store'
import { compileProject } from '../../src/compile/index.js'
import { literal } from '../../src/compile/print/literal.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import type { RowBuilder } from '../../src/declare/row-builder.js'

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

describe('numbers have the type that their digits ask for, and the value', () => {
  it.each([
    [2 ** 31 - 1, 'integer'],
    [-(2 ** 31), 'integer'],
    [2 ** 31, 'bigint'],
    [-(2 ** 31) - 1, 'bigint'],
    [Number.MIN_SAFE_INTEGER, 'bigint'],
    [2 ** 53 + 2, 'bigint'],
    [2n ** 63n - 1n, 'bigint'],
    [-(2n ** 63n), 'bigint'],
    [2n ** 63n, 'numeric'],
    [-(10n ** 40n), 'numeric'],
    [2 ** 63, 'numeric'],
    [1e21, 'numeric'],
    [-1e21, 'numeric'],
    [5e-324, 'numeric'],
    [Number.MAX_VALUE, 'numeric'],
    [-0.1, 'numeric'],
    [0, 'integer'],
    [-0, 'double precision'],
    [Number.NaN, 'double precision'],
  ])('%s is %s', async (value, type) => {
    expect(await evaluate((eb) => sql`pg_typeof(${eb.val(value)})::text`)).toBe(type)
    const text = await evaluate((eb) => eb.cast(eb.val(value), 'text'))
    if (typeof value === 'bigint') expect(BigInt(text as string)).toBe(value)
    else expect(Number(text)).toBe(value)
  })

  it('any number comes back from double precision', () =>
    fc.assert(
      fc.asyncProperty(fc.double(), async (n) => {
        expect(await evaluate((eb) => eb.cast(eb.val(n), 'double precision'))).toBe(n)
      }),
      { numRuns: 100 },
    ))
})

describe('JSON comes back as it went in, or is refused', () => {
  const scalar = [fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt()]
  const values = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, ...scalar, fc.constant(undefined), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
  }))
  /** What `JSON.parse` can give: the values that JSON holds without loss. */
  const isJson = (value: unknown): boolean => {
    if (typeof value === 'string') return !/\p{Surrogate}/u.test(value) && !value.includes('\0')
    if (typeof value === 'number') return Number.isFinite(value)
    if (typeof value !== 'object' || value === null) return value === null || typeof value === 'boolean'
    return Object.entries(value).every(([key, item]) => isJson(key) && isJson(item))
  }

  it('whatever is in it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'binary' }), values.value, { maxKeys: 4 }),
        async (object) => {
          const text = literal(object)
          expect(text !== undefined).toBe(isJson(object))
          if (text === undefined) return
          const [row] = await session.query<{ same: boolean }>(
            `SELECT ${text} = $json$${JSON.stringify(object)}$json$::jsonb AS same`,
          )
          expect(row).toEqual({ same: true })
        },
      ),
      { numRuns: 200 },
    ))
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
