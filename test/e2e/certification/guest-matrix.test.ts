import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NativeMajor } from '../../../src/postgres/native/versions.js'
import { isEverything } from '../../support/everything.js'
import { ENTRYPOINT, GUARDED } from '../../support/certified-store.js'
import { generatedSql } from '../../support/fusion-database.js'
import { type GuestStores, installStore, startGuestStores, UNINSTALL } from '../../support/guest-stores.js'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { smallStoreSql } from '../../support/small-store.js'
import { earlierSystem } from './guest/earlier-system.js'
import { answersOf, everythingOf, stateOf } from './guest/questions.js'
import { SCENARIOS } from './guest/scenarios.js'

const READ = 'reader: SELECT count(*)::int AS rows, sum(x)::int AS x FROM other.train_'
const ASK = `SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '24 hours')`

const SMALL = smallStoreSql()
const WHOLE = generatedSql()

/** What else runs: catalogs differ, and from 16 on the rights of roles do. */
const SOME = /^(?:same names|rights of the caller)/
const scenariosOf = (major: NativeMajor): typeof SCENARIOS =>
  WHOLE_MAJORS.includes(major) ? SCENARIOS : SCENARIOS.filter(({ name }) => SOME.test(name))

describe.each<NativeMajor>(isEverything ? [14, 16, 18] : [14, 18])('on PostgreSQL %d', (major) => {
  let stores: GuestStores
  beforeAll(async () => {
    stores = await startGuestStores(major)
  })
  afterAll(() => stores?.stop())

  it.each(scenariosOf(major))('other stores notice nothing: $name', async (scenario) => {
    // What others notice does not depend on how large the store is; the first scenario installs the whole one.
    const files = scenario === SCENARIOS[0] ? WHOLE : SMALL
    const client = await stores.fresh()
    await client.query(earlierSystem(scenario.functions, scenario.tables))
    const answers = await answersOf(client, scenario)
    const state = await stateOf(client)
    const everything = await everythingOf(client)
    // The questions tell a store that answers from those that refuse.
    expect(answers[`${READ}a`]).toEqual([{ rows: 9, x: 324 }])
    expect(answers[`${READ}b`]).toMatchObject({ code: 'P0401', hint: 'Ask the platform team.' })
    expect(answers[`${READ}c`]).toMatchObject({ code: 'P0402' })

    await installStore(client, files)
    expect(await answersOf(client, scenario)).toEqual(answers)
    expect(await stateOf(client)).toEqual(state)
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM ${GUARDED}`)
    expect(rows[0].n).toBeGreaterThan(20)
    // Ours is judged by ours, under the name that the wider system calls.
    await client.query(ASK)
    await client.query(
      `UPDATE audit.t0_cert_registry SET status = 'FAILED' WHERE entrypoint = '${ENTRYPOINT}'`,
    )
    await expect(client.query(ASK)).rejects.toMatchObject({ code: 'FSC02' })

    await installStore(client, files)
    expect(await answersOf(client, scenario)).toEqual(answers)
    expect(await stateOf(client)).toEqual(state)

    await client.query(`DROP VIEW ${GUARDED}`)
    await client.query(UNINSTALL)
    expect(await everythingOf(client)).toEqual(everything)
    expect(await answersOf(client, scenario)).toEqual(answers)
    await client.query(UNINSTALL)
    expect(await everythingOf(client)).toEqual(everything)
  })
})
