import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { literal, untypedDate } from '../../src/compile/print/literal.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York']
const FIRST = Date.UTC(-4713, 10, 24)
const LAST = 8.64e15

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await session.exec(`SET timezone = 'UTC';
    CREATE TABLE moments AS
    SELECT at AS z, at::timestamp AS t, at::date AS d
    FROM generate_series(timestamptz '2023-12-31 00:00+00', '2024-01-03 00:00+00', '1 hour') AS at`)
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

/** The first column of the first row, as text. */
async function answer(select: string): Promise<string | null | undefined> {
  const [row] = await session.query<{ answer: string | null }>(`SELECT (${select})::text AS answer`)
  return row?.answer
}

describe('a Date is the same moment in Postgres', () => {
  it('from the first day of Postgres to the last of JavaScript', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: FIRST, max: LAST }), fc.constantFrom(...ZONES), async (ms, zone) => {
        await session.exec(`SET timezone = '${zone}'`)
        const date = new Date(ms)
        expect(await answer(`extract(epoch FROM ${literal(date)}) * 1000 = ${ms}`)).toBe('true')
        expect(await answer(`extract(epoch FROM ${untypedDate(date)}::timestamp) * 1000 = ${ms}`)).toBe(
          'true',
        )
        const day = Math.floor(ms / 86_400_000)
        expect(await answer(`${untypedDate(date)}::date - date '1970-01-01'`)).toBe(String(day))
      }),
      {
        numRuns: 100,
        examples: [FIRST, LAST, Date.UTC(0, 0, 1), new Date('0001-01-01').getTime(), -62135596800001]
          .concat(new Date('0000-12-31').getTime(), Date.UTC(9999, 11, 31), Date.UTC(10000, 0, 1), -1, 0, 1)
          .map((ms) => [ms, 'America/New_York']),
      },
    ))

  it.each([
    [new Date('0099-01-02'), `'0099-01-02 00:00:00+00'::timestamp with time zone`],
    [new Date('-000001-03-04'), `'0002-03-04 00:00:00+00 BC'::timestamp with time zone`],
    [new Date('+012345-03-04'), `'12345-03-04 00:00:00+00'::timestamp with time zone`],
    [new Date(FIRST - 1), undefined],
    [new Date(Number.NaN), undefined],
  ])('%s', (date, text) => expect(literal(date)).toBe(text))
})

describe('an untyped Date reads the same rows in a session of any TimeZone', () => {
  const noon = new Date('2024-01-01T12:00:00Z')
  const midnight = new Date('2024-01-01T00:00:00Z')
  const next = new Date('2024-01-02T00:00:00Z')
  const at = (date: Date): string => untypedDate(date) ?? ''
  const each = ['d', 't', 'z']

  /** Rows of each condition, by the session's TimeZone; the view is made under UTC, as generated files are run. */
  async function rows(condition: string): Promise<readonly number[]> {
    await session.exec("SET timezone = 'UTC'")
    await session.exec(
      `CREATE OR REPLACE VIEW found AS SELECT count(*)::integer AS n FROM moments WHERE ${condition}`,
    )
    const counts: number[] = []
    for (const zone of ZONES) {
      await session.exec(`SET timezone = '${zone}'`)
      counts.push((await session.query<{ n: number }>('SELECT n FROM found'))[0]?.n ?? -1)
    }
    return counts
  }
  const same = (n: number): readonly number[] => ZONES.map(() => n)

  it.each([
    ['=', (c: string) => `${c} = ${at(midnight)}`, [24, 1, 1]],
    ['IS DISTINCT FROM', (c: string) => `${c} IS DISTINCT FROM ${at(midnight)}`, [49, 72, 72]],
    ['<', (c: string) => `${c} < ${at(next)}`, [48, 48, 48]],
    ['on the left', (c: string) => `${at(next)} <= ${c}`, [25, 25, 25]],
    ['BETWEEN', (c: string) => `${c} BETWEEN ${at(midnight)} AND ${at(next)}`, [48, 25, 25]],
    ['IN', (c: string) => `${c} IN (${at(midnight)}, ${at(next)})`, [48, 2, 2]],
    ['= ANY', (c: string) => `${c} = ANY (${untypedDate([midnight, null, next])})`, [48, 2, 2]],
    ['< ALL', (c: string) => `${c} < ALL (${untypedDate([[midnight], [next]])})`, [24, 24, 24]],
    ['COALESCE', (c: string) => `coalesce(nullif(${c}, ${c}), ${at(next)}) > ${c}`, [48, 48, 48]],
    ['NULLIF', (c: string) => `nullif(${at(midnight)}, ${c}) IS NULL`, [24, 1, 1]],
    ['GREATEST', (c: string) => `greatest(${at(next)}, ${c}) = ${c}`, [25, 25, 25]],
    ['CASE', (c: string) => `CASE WHEN ${c} IS NULL THEN ${c} ELSE ${at(next)} END = ${c}`, [24, 1, 1]],
    ['CASE with an operand', (c: string) => `CASE ${c} WHEN ${at(midnight)} THEN true END`, [24, 1, 1]],
    ['a row', (c: string) => `(${c}, 1) = (${at(midnight)}, 1)`, [24, 1, 1]],
    // A day has no time: beside it, that of the Date is dropped.
    ['a time of day', (c: string) => `${c} = ${at(noon)}`, [24, 1, 1]],
  ])('%s', async (_, condition, counts) => {
    const found = []
    for (const column of each) found.push(await rows(condition(column)))
    expect(found).toEqual(counts.map(same))
  })

  it('a typed one does not, beside a day', async () => {
    const counts = await rows(`d = ${literal(midnight)}`)
    expect(new Set(counts).size).toBeGreaterThan(1)
  })

  it.each([[1], ['2024-01-01'], [null], [[]], [[null]], [[midnight, 1]], [{ at: midnight }]])(
    'is there for Dates alone: not for %j',
    (value) => expect(untypedDate(value)).toBeUndefined(),
  )
})
