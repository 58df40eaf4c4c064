import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findWitnesses, type Target, type WitnessSettings } from '../../src/meaning/index.js'
import type { CompiledSource } from '../../src/model/compiled-project.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider({ relations: 50 }).start()
  session = await server.connect()
})
afterAll(() => server?.stop())

const column = (name: string, type: string, nullable: boolean) => ({ name, type, nullable, comment: '' })
const orders: CompiledSource = {
  kind: 'source',
  schema: 'up',
  name: 'orders',
  comment: '',
  key: ['order_id'],
  columns: [
    column('order_id', 'integer', false),
    column('customer_id', 'integer', false),
    column('amount', 'integer', true),
  ],
  place: {},
}

/** Rows of a view that violate a condition. */
const invariant = (condition: string): Target => ({
  queries: [
    `SELECT ARRAY[t.customer_id, t.total]::text[] AS row FROM up.totals AS t WHERE (${condition}) IS FALSE`,
  ],
  signs: ([reading]) =>
    reading && 'rows' in reading && reading.rows.length > 0 ? [{ of: condition, how: 'rows' }] : [],
  wanted: [condition],
})

function search(targets: readonly Target[], settings: Partial<WitnessSettings> = {}, more = '') {
  const constants = { numbers: [100], texts: [], beside: new Map() }
  const boundaries = { sought: constants, paths: [], soughtPaths: [], nullTested: [] }
  return findWitnesses(
    session,
    { types: [], sources: [orders], literals: constants, boundaries },
    async () => {
      await session.exec(`CREATE VIEW up.totals AS
        SELECT customer_id, sum(amount) AS total, count(*) AS n FROM up.orders GROUP BY customer_id; ${more}`)
      return targets
    },
    { tries: 30, seed: 1, ...settings },
  )
}

describe('a search for rows that violate a condition', () => {
  it('finds the fewest orders that it takes, and leaves nothing behind', async () => {
    const [found] = await search([invariant('n < 3')])
    const witness = found?.witnesses.get('n < 3')
    expect(witness?.rows[0]?.rows).toEqual([
      ['1', '0', null],
      ['2', '0', null],
      ['3', '0', null],
    ])
    expect(witness?.readings).toEqual([{ rows: [['0', null]] }])
    expect(await session.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'up'`)).toEqual([])
    expect(await session.query('SELECT name FROM pg_prepared_statements')).toEqual([])
  })

  it('finds a value beyond a constant, and makes it as small as it can be', async () => {
    const [found] = await search([invariant('total <= 100')])
    expect(found?.witnesses.get('total <= 100')?.rows[0]?.rows).toEqual([['1', '0', '101']])
  })

  // Postgres computes it when it plans a query. It should be STABLE.
  const wrong = `CREATE FUNCTION up.orders_now() RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (SELECT count(*) FROM up.orders)`

  it.each([
    ['more than two', '> 2', 3],
    ['less than four', '< 4', 0],
  ])('knows the rows of a function that is wrongly IMMUTABLE: %s', async (of, condition, rows) => {
    const target: Target = {
      ...invariant(of),
      queries: [`SELECT ARRAY[up.orders_now()]::text[] AS row WHERE up.orders_now() ${condition}`],
    }
    const [found] = await search([target], {}, wrong)
    expect(found?.witnesses.get(of)?.rows[0]?.rows).toHaveLength(rows)
  })

  it('finds nothing where the condition always holds', async () => {
    const numbers: number[] = []
    const [found] = await search([invariant('n >= 1')], { tries: 3, onTry: (number) => numbers.push(number) })
    expect(found?.witnesses.size).toBe(0)
    expect(numbers).toEqual([1, 2, 3])
  })

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController()
    const onTry = (number: number): void => (number === 2 ? stop.abort(new Error('enough')) : undefined)
    await expect(search([invariant('n >= 1')], { signal: stop.signal, onTry })).rejects.toThrow('enough')
    expect(await session.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'up'`)).toEqual([])
  })
})
