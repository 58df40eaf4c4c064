import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDraw } from '../../../src/meaning/draw.js'
import { isEverything } from '../../support/everything.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { randomChange, REFRESH } from './random-changes.js'
import { type Client, errorOf, staleAfterRefresh, startStored, type StoredServer } from './stored-server.js'

/** Times that each of them is killed, while the other one works on. */
const ROUNDS = isEverything ? 50 : 1
const KILLED = [
  'server',
  'backend of the refresh',
  'backend of the writer',
  'client of the refresh',
  'client of the writer',
]
const DATABASE = 'crash'

/** Sends statements again and again, in a process of its own. */
const BUSY = `
  import pg from 'pg'
  const [url, statements] = process.argv.slice(1)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => process.exit())
  await client.connect()
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  console.log(rows[0].pid)
  for (;;) for (const sql of JSON.parse(statements)) await client.query(sql).catch(() => client.query('ROLLBACK'))`

interface Busy {
  readonly client: ChildProcess
  readonly backend: number
}

async function startBusy(url: string, statements: readonly string[]): Promise<Busy> {
  const client = spawn(
    process.execPath,
    ['--input-type=module', '-e', BUSY, '--', url, JSON.stringify(statements)],
    { cwd: join(import.meta.dirname, '../../..'), stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const [line] = (await once(client.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { client, backend: Number(line.toString()) }
}

async function end({ client }: Busy): Promise<void> {
  if (client.exitCode !== null || client.signalCode !== null) return
  const ended = once(client, 'exit')
  client.kill('SIGKILL')
  await ended
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** After a backend was killed, the server ends all others and recovers. */
async function connectAgain(server: StoredServer): Promise<Client> {
  for (let tries = 0; ; tries++) {
    try {
      const client = await server.connect(DATABASE)
      await client.query('SELECT')
      return client
    } catch (error) {
      if (tries > 300) throw error
      await sleep(20)
    }
  }
}

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  beforeAll(async () => {
    server = await startStored(major)
    const client = await server.fresh(DATABASE)
    await client.end()
  })
  afterAll(() => server?.stop())

  it.each(
    Array.from({ length: ROUNDS }, (_, round) =>
      KILLED.map((killed, at) => [killed, round * 5 + at] as const),
    ).flat(),
  )('kill -9 of the %s while both are at work, %d', async (killed, seed) => {
    const draw = createDraw(seed)
    const writes = Array.from({ length: 40 }, (_, at) => {
      const changes = Array.from({ length: 1 + (at % 4) }, () => randomChange(draw))
      return `BEGIN; ${changes.join('; ')}; COMMIT`
    })
    const url = server.url(DATABASE)
    const writer = await startBusy(url, writes)
    const refresher = await startBusy(url, [REFRESH, REFRESH, 'CALL audit.refresh_stored(NULL, true)'])
    await sleep(draw.below(150))
    const { client, backend } = killed.endsWith('refresh') ? refresher : writer
    if (killed === 'server') {
      await server.native.server.crash()
      await server.native.server.restart()
    } else if (killed.startsWith('client')) {
      client.kill('SIGKILL')
    } else {
      process.kill(backend, 'SIGKILL')
    }
    await sleep(30)
    await Promise.all([writer, refresher].map(end))
    const observer = await connectAgain(server)
    // What the killed ones were doing may go on until their backends notice.
    const others =
      'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    for (let tries = 0; tries < 500 && (await observer.query(others)).rows.length > 0; tries++)
      await sleep(10)
    const { rows } = await observer.query(
      `SELECT r, d.missing, d.surplus, d.changed FROM unnest(ARRAY['ml.jobs', 'ml.classes', 'ml.ranks']) AS r, audit.stored_differences(r) d`,
    )
    // What is not recorded as changed is right.
    expect(rows.map(({ missing, surplus, changed }) => [missing, surplus, changed])).toEqual(
      rows.map(() => ['0', '0', '0']),
    )
    expect(await staleAfterRefresh(observer)).toEqual([])
    expect(await errorOf(observer, 'TABLE ml.entry')).toBeUndefined()
    await observer.end()
  })
})
