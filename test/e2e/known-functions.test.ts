import { describe, expect, it } from 'vitest'
import { aggregateFunctions, scalarFunctions } from '../../src/compile/facts/known-functions.js'
import type { NativeMajor } from '../../src/postgres/native/versions.js'
import { startNative } from '../support/native-server.js'

describe.each<NativeMajor>([14, 15, 16, 17, 18])('PostgreSQL %i', (major) => {
  it('has no overload of a known function that could give more or fewer values, or others each time', async () => {
    const native = await startNative(major)
    const session = await native.server.connect()
    const rows = await session.query<{ name: string; scalar: boolean; aggregate: boolean }>(`
      SELECT proname::text AS name, bool_and(prokind = 'f' AND NOT proretset AND provolatile <> 'v') AS scalar,
        bool_and(prokind = 'a') AS aggregate
      FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY 1`)
    // Operators and casts are not listed, as all of them do.
    const others = await session.query<{ name: string }>(`
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      WHERE (p.proretset OR p.provolatile = 'v')
        AND (EXISTS (SELECT FROM pg_operator o WHERE o.oprcode = p.oid) OR EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = p.oid))`)
    await session.close()
    await native.stop()
    expect(others).toEqual([])
    const found = new Map(rows.map((row) => [row.name, row]))
    expect([...scalarFunctions].filter((name) => !(found.get(name)?.scalar ?? true))).toEqual([])
    expect([...aggregateFunctions].filter((name) => !found.get(name)?.aggregate)).toEqual([])
    expect([...scalarFunctions].filter((name) => !found.has(name))).toEqual([])
  })
})
