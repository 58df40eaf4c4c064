import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerProvider } from '../../src/postgres/docker/docker-provider.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { decodeSnapshot } from '../../src/postgres/embedded/snapshot-format.js'
import { type UrlOptions, urlProvider } from '../../src/postgres/url/url-provider.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { exercise, faultOf, withServer } from '../support/provider-exercise.js'

const scratch = mkdtempSync(join(tmpdir(), 'fusion-store-test-'))
let native: NativeFixture

beforeAll(async () => {
  native = await startNative()
})

afterAll(async () => {
  await native?.stop()
  rmSync(scratch, { recursive: true, force: true })
})

/** 24 MB of rows, then `last`. */
function* rows(last: string): Generator<string> {
  for (let i = 0; i < 12; i++) yield `${'x'.repeat(1_999_999)}\n`
  yield last
}

describe('embedded', () => {
  const env = { FUSION_CACHE_DIR: join(scratch, 'cache') }

  test('rows, errors, parameters and COPY are those of a native server', async () => {
    const embedded = await withServer(embeddedProvider(), (_, session) => exercise(session))
    const other = await native.connect(await native.freshDatabase('same rows'))
    const expected = await exercise(other)
    await other.close()
    expect(embedded).toEqual(expected)
    expect(embedded[0]).toMatchObject({
      int8: '9007199254740993',
      numeric: '1.50',
      jsonb: { a: [1] },
      nothing: null,
    })
    expect(embedded.slice(1)).toEqual([
      { id: 1, 'Odd name': 'a\nb' },
      { id: 2, 'Odd name': null },
      { id: 3, 'Odd name': 'c\nd' },
      { id: 4, 'Odd name': 'é' },
    ])
  })

  test('COPY in many batches is still all rows or none, and the next session starts afresh', async () => {
    await withServer(embeddedProvider(), async (server, first) => {
      await first.exec('CREATE TEMP TABLE gone (); SET search_path = nowhere; CREATE TABLE public.t (a text)')
      await expect(first.copyIn('public.t', ['a'], rows('\\N\t1\n'))).rejects.toMatchObject({ code: '22P04' })
      await first.copyIn('public.t', ['a'], rows('end\n'))
      await expect(server.connect()).rejects.toThrow('one session at a time')
      await first.exec('BEGIN')
      await first.close()
      const second = await server.connect()
      expect(await second.query("SELECT to_regclass('gone') AS gone, count(*) AS n FROM t")).toEqual([
        { gone: null, n: '13' },
      ])
    })
  })

  test('a snapshot is kept, and made anew when it is damaged', async () => {
    const lines: string[] = []
    const start = async (): Promise<string> => {
      lines.length = 0
      const server = await embeddedProvider({ env }).start({ report: (line) => lines.push(line) })
      await server.stop()
      return lines.join('\n')
    }
    expect(await start()).toMatch(/^preparing/)
    expect(await start()).toBe('')
    const folder = join(env.FUSION_CACHE_DIR, 'snapshots')
    const [name = ''] = readdirSync(folder)
    const bytes = readFileSync(join(folder, name))
    expect(decodeSnapshot(bytes)).toBeDefined()
    bytes.writeUInt8(bytes.readUInt8(5_000_000) ^ 1, 5_000_000)
    expect(decodeSnapshot(bytes)).toBeUndefined()
    truncateSync(join(folder, name), 1_000_000)
    expect(await start()).toMatch(/is damaged[^]*preparing/)
    expect(await start()).toBe('')
    expect(readdirSync(folder)).toEqual([name])
  })

  test('a cache folder that cannot be written to costs time and nothing else', async () => {
    const file = join(scratch, 'a file')
    writeFileSync(file, '')
    const lines: string[] = []
    const provider = embeddedProvider({ env: { FUSION_CACHE_DIR: file } })
    const server = await provider.start({ report: (line) => lines.push(line) })
    const session = await server.connect()
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(lines.join('\n')).toMatch(/snapshot not saved/)
  })
})

describe('native', () => {
  test('an older major, gone without a trace after stop', async () => {
    const dataDir = await withServer(nativeProvider({ major: 14 }), async (server, session) => {
      expect(server.description).toMatch(/^PostgreSQL 14\.\d+ from npm on 127\.0\.0\.1:\d+$/)
      expect(await exercise(session)).toHaveLength(5)
      const [row] = await session.query<{ dir: string }>("SELECT current_setting('data_directory') AS dir")
      return row?.dir ?? ''
    })
    expect(dataDir).not.toBe('')
    expect(existsSync(dataDir)).toBe(false)
  })

  test('what was committed is there after a crash and a restart', async () => {
    const server = await nativeProvider().start()
    try {
      const session = await server.connect()
      await session.exec('CREATE TABLE kept AS SELECT 1 AS one')
      await server.crash()
      await expect(session.query('SELECT 1')).rejects.toThrow()
      expect(await faultOf(server.connect())).toMatch(/^FS505 /)
      await server.restart()
      const again = await server.connect()
      expect(await again.query('SELECT one FROM kept')).toEqual([{ one: 1 }])
      await again.close()
    } finally {
      await server.stop()
    }
  })

  test('a data folder of the user is kept and taken up again', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'fusion-store-kept-'))
    chmodSync(parent, 0o755)
    const dataDir = join(parent, 'data')
    const provider = nativeProvider({ dataDir, settings: { fsync: 'off', work_mem: '7MB' } })
    await withServer(provider, async (_, session) => {
      await session.exec('CREATE TABLE kept ()')
      expect(await session.query('SHOW work_mem')).toEqual([{ work_mem: '7MB' }])
    })
    const found = await withServer(provider, (_, session) =>
      session.query("SELECT to_regclass('kept') AS kept"),
    )
    rmSync(parent, { recursive: true })
    expect(found).toEqual([{ kept: 'kept' }])
  })

  test('a wrong setting is a fault that quotes the server', async () => {
    const start = nativeProvider({ settings: { shared_buffers: 'much' } }).start()
    expect(await faultOf(start)).toMatch(/^FS524 .*shared_buffers/)
  })

  test('the server ends with its program, even when that is killed', async () => {
    const module = new URL('../../src/postgres/native/native-provider.ts', import.meta.url).href
    const program = `const { nativeProvider } = await import('${module}')
      console.log((await nativeProvider().start()).dataDir); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
    const dataDir = await new Promise<string>((resolve) =>
      child.stdout.once('data', (d) => resolve(String(d).trim())),
    )
    const pid = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
    child.kill('SIGKILL')
    await expect.poll(() => existsSync(join(dataDir, '..')), { timeout: 15_000 }).toBe(false)
    expect(() => process.kill(pid, 0)).toThrow()
  })
})

const changed = (change: (url: URL) => void): UrlOptions => {
  const url = new URL(native.server.url)
  change(url)
  return { databaseUrl: url.href }
}

describe('url', () => {
  test('a URL, DATABASE_URL, PG* variables and a service all lead there', async () => {
    const { href, hostname, port, password } = new URL(await native.freshDatabase('here'))
    const serviceFile = join(scratch, 'service.conf')
    writeFileSync(
      serviceFile,
      `# ours\n[other]\nhost=nowhere\n\n[ours]\nhost=${hostname}\nport=${port}\ndbname=here\nuser=postgres\n` +
        `password=${password}\nsslmode=disable\n`,
    )
    const variables = {
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: 'postgres',
      PGPASSWORD: password,
      PGDATABASE: 'here',
    }
    for (const given of [
      { databaseUrl: href },
      { env: { DATABASE_URL: href, PGHOST: 'nowhere' } },
      { env: { PGSERVICE: 'ours', PGSERVICEFILE: serviceFile } },
      { env: variables },
    ]) {
      await withServer(urlProvider({ env: {}, ...given }), async (server, session) => {
        expect(server.description).toMatch(/^PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+, database here$/)
        expect(await session.query('SELECT current_database() AS db')).toEqual([{ db: 'here' }])
        await session.close()
      })
    }
  })

  test.each<[string, RegExp, () => UrlOptions]>([
    ['nothing listens', /^FS505 /, () => changed((url) => (url.port = '1'))],
    ['unknown host', /^FS505 /, () => changed((url) => (url.host = 'nowhere.invalid'))],
    ['wrong password', /^FS506 /, () => changed((url) => (url.password = 'guess'))],
    ['no password', /^FS506 /, () => changed((url) => (url.password = ''))],
    ['unknown database', /^FS507 .*no database absent/, () => changed((url) => (url.pathname = '/absent'))],
    ['no TLS there', /^FS508 /, () => changed((url) => (url.search = '?sslmode=no-verify'))],
    ['another kind of URL', /^FS503 .*mysql:/, () => ({ databaseUrl: 'mysql://me:guess@host/db' })],
    ['half a URL', /^FS503 /, () => ({ databaseUrl: 'postgresql://me:guess@host:port/db' })],
    ['unknown service', /^FS504 /, () => ({ env: { PGSERVICE: 'absent', PGSERVICEFILE: '/nowhere' } })],
    ['nothing given', /^FS502 /, () => ({})],
  ])('%s', async (_, expected, given) => {
    const said = await faultOf(urlProvider({ env: {}, ...given() }).start())
    expect(said).toMatch(expected)
    expect(said).not.toContain('guess')
    expect(said).not.toContain(new URL(native.server.url).password)
  })
})

describe('docker', () => {
  test('starts a container where an engine answers, and says so where none does', async () => {
    if (dockerAnswers()) {
      expect(await withServer(dockerProvider(), (_, session) => exercise(session))).toHaveLength(5)
    } else {
      expect(await faultOf(dockerProvider().start())).toMatch(/^FS531 /)
    }
  })

  test('without its library it names the package', async () => {
    const provider = dockerProvider({ load: () => Promise.reject(new Error('Cannot find package')) })
    expect(await faultOf(provider.start())).toMatch(/^FS530 .*@testcontainers\/postgresql/)
  })
})

function dockerAnswers(): boolean {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
