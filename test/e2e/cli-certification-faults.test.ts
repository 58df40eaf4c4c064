import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Client, ENTRYPOINT, statuses } from '../support/certified-store.js'
import { projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { spawnCli } from '../support/spawn-cli.js'
import { type CliStore, type CliStores, env, root, startCliStores } from './cli-certification-support.js'

const COMMANDS = ['certify', 'baseline capture', 'status', 'verify']

let all: CliStores
let store: CliStore
beforeAll(async () => {
  all = await startCliStores()
})
afterAll(() => all?.stores.stop())
beforeEach(async () => {
  store = await all.fresh()
})

const events = async (client: Client): Promise<number> => {
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM audit.t0_cert_event')
  return rows[0]?.n ?? 0
}

/** Keeps a command waiting: it comes as far as the rows, and no further until the lock is gone. */
async function whileLocked<T>(work: (pid: () => Promise<number>) => Promise<T>): Promise<T> {
  const [blocker, observer] = [await all.stores.connect(databaseName()), store.client]
  await blocker.query('BEGIN; LOCK TABLE ml.iphone_image_features_v1 IN ACCESS EXCLUSIVE MODE')
  try {
    return await work(async () => {
      for (;;) {
        const { rows } = await observer.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE application_name = 'fusion-store' AND datname = current_database()
           AND wait_event_type = 'Lock'`,
        )
        if (rows[0]) return rows[0].pid
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })
  } finally {
    await blocker.query('ROLLBACK')
    await blocker.end()
  }
}
/** Waits until a backend has ended. */
const gone = (pid: number): Promise<void> =>
  expect
    .poll(
      async () => (await store.client.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount,
      {
        timeout: 10_000,
      },
    )
    .toBe(0)

const databaseName = (): string => new URL(store.urlOf()).pathname.slice(1)

describe.each(COMMANDS)('%s could not be determined', (command) => {
  const argv = command.split(' ')
  const isVerify = argv.includes('verify')

  test('where no database is given', async () => {
    expect(await runCli([...argv, '--project', root], env)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('FS502'),
    })
  })

  test('in a database without the store', async () => {
    const url = await all.stores.native.freshDatabase('empty')
    const { code, stdout } = await runCli(
      [...argv, '--project', root, '--quiet', '-f', 'json', '--database-url', url],
      env,
    )
    expect(JSON.parse(stdout)).toEqual({
      format: 1,
      outcome: 'not run',
      diagnostics: [expect.objectContaining({ code: isVerify ? 'FS908' : 'FS902' })],
    })
    expect(code).toBe(2)
  })

  test('to somebody who may not ask', async () => {
    const { code, stdout, stderr } = await store.fusionAs('nobody', ...argv)
    expect(stderr).toMatch(/FS904 .*permission denied/)
    expect(stderr).toContain('Connect as a member of fusion_certifier')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(await statuses(store.client)).toEqual(['CERTIFIED'])
  })

  test('of a project that certifies nothing, or that does not compile', async () => {
    const shop = projectFolder({}, 'shop')
    const broken = projectFolder({ 'fusion.config.ts': 'export default 1' })
    const run = (dir: string) => runCli([...argv, '--project', dir, '--database-url', store.urlOf()], env)
    const uncertified = await run(shop.dir)
    const unloaded = await run(broken.dir)
    shop.remove()
    broken.remove()
    expect(uncertified).toMatchObject({ code: 2, stderr: expect.stringContaining('FS901') })
    expect(unloaded).toMatchObject({ code: 2, stderr: expect.stringContaining('FS109') })
  })
})

test.each([[['certify']], [['baseline', 'capture']]])('%j needs a registered entrypoint', async (argv) => {
  await store.client.query('DELETE FROM audit.t0_entrypoint')
  const { code, stderr } = await store.fusion(...argv)
  expect(stderr).toMatch(/FS903 .*ml\.fusion_feature_store_t0_v1_v\n {2}.*03_baseline_viewdefs\.sql/)
  expect(code).toBe(2)
})

test('certify notices that the procedure of the database is of another entrypoint, and undoes what it did', async () => {
  await store.client.query(`
    UPDATE audit.t0_entrypoint SET entrypoint = 'ml.other';
    DO $$ BEGIN EXECUTE replace(pg_get_functiondef('audit.run_t0_cert_fusion_store_v1'::regproc), '${ENTRYPOINT}', 'ml.other'); END $$`)
  const { code, stderr } = await store.fusion('certify')
  expect(stderr).toMatch(
    /FS903 audit\.run_t0_cert_fusion_store_v1 of the database certifies a different entrypoint than/,
  )
  expect(code).toBe(2)
  const { rows } = await store.client.query(`SELECT FROM audit.t0_cert_event WHERE entrypoint = 'ml.other'`)
  expect(rows).toEqual([])
})

describe('a run that does not come to its end', () => {
  test('because it takes too long, has written nothing', async () => {
    const before = await events(store.client)
    await store.client.query(`ALTER ROLE robot IN DATABASE ${databaseName()} SET statement_timeout = '700ms'`)
    const { code, stderr } = await whileLocked(() => store.fusionAs('robot', 'certify'))
    expect(stderr).toMatch(
      /FS906 .*statement timeout; nothing was written, and the previous verdict remains\n/,
    )
    expect(code).toBe(2)
    expect(await events(store.client)).toBe(before)
    expect(await statuses(store.client)).toEqual(['CERTIFIED'])
  })

  test.each([[['certify']], [['baseline', 'capture', '--replace', '--definitions']]])(
    'because the connection broke, has written nothing: %j',
    async (argv) => {
      const before = await events(store.client)
      const { code, stderr } = await whileLocked(async (pid) => {
        const running = store.fusion(...argv)
        await store.client.query('SELECT pg_terminate_backend($1)', [await pid()])
        return await running
      })
      expect(stderr).toMatch(
        /FS905 the connection to the database was lost \(.*\); nothing was written, and /,
      )
      expect(code).toBe(2)
      expect(await events(store.client)).toBe(before)
      expect(await statuses(store.client)).toEqual(['CERTIFIED'])
    },
  )

  test('because its process was killed, has written nothing', async () => {
    const before = await events(store.client)
    const pid = await whileLocked(async (waiting) => {
      const child = spawnCli(['certify', '--project', root, '--database-url', store.urlOf()], env)
      const found = await waiting()
      child.kill('SIGKILL')
      await once(child, 'exit')
      return found
    })
    await gone(pid)
    expect(await events(store.client)).toBe(before)
    expect(await statuses(store.client)).toEqual(['CERTIFIED'])
  })

  test.each([
    [['certify'], 'Canceled: nothing was written, and the previous verdict remains.'],
    [['baseline', 'capture'], 'Canceled: nothing was written, and the baseline is unchanged.'],
    [['verify'], 'Canceled.'],
  ])('because of Ctrl-C, leaves the server at rest and everything as it was: %j', async (argv, said) => {
    const before = await events(store.client)
    await whileLocked(async (pid) => {
      const child = spawnCli([...argv, '--project', root, '--database-url', store.urlOf()], env)
      let stderr = ''
      child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
      const waiting = await pid()
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      const [code]: unknown[] = await ended
      expect(stderr.trimEnd().split('\n').at(-1)).toBe(said)
      expect(stderr).not.toContain('FS9')
      expect(code).toBe(130)
      // Not only the client has gone, while the lock is still there.
      await gone(waiting)
    })
    expect(await events(store.client)).toBe(before)
    expect(await statuses(store.client)).toEqual(['CERTIFIED'])
  })
})

describe('usage', () => {
  test.each([
    [['certify', '--days', '0'], 'whole number of 1 or more'],
    [['certify', '--days', '1.5'], 'whole number of 1 or more'],
    [['certify', '--days', '99999999999'], 'whole number of 1 or more'],
    [['baseline', 'capture', '--days', 'all'], 'whole number of 1 or more'],
    [['status', '--history', '-1'], 'whole number of 1 or more'],
    [['verify', 'extra'], 'too many arguments'],
  ])('%j is wrong: exit 2, said on stderr', async (argv, message) => {
    const { code, stdout, stderr } = await runCli(argv, {})
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test.each(COMMANDS)('%s --help is enough to go by', async (command) => {
    const { code, stdout, stderr } = await runCli([...command.split(' '), '--help'], {})
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes:')
    expect(stdout).toContain('With --format json:')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

test('what --database-url leaves open, the environment says', async () => {
  const { code, stdout } = await runCli(['status', '--project', root], {
    ...env,
    DATABASE_URL: store.urlOf(),
  })
  expect(stdout).toContain(ENTRYPOINT)
  expect(code).toBe(0)
})
