import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import { bundledPackage } from '../support/bundled-package.js'
import { exercise, withServer } from '../support/provider-exercise.js'

// A thread runs JavaScript: the modules are those of the package. From source, the engine runs in the main thread.
const bundled = bundledPackage(
  ...['embedded-provider', 'engine-thread', 'engine-module'].map((name) => `postgres/embedded/${name}`),
)
const built = bundled.module
const provider: { embeddedProvider: typeof embeddedProvider } = await import(built('embedded-provider'))
const { engineThread }: typeof import('../../src/postgres/embedded/engine-thread.js') = await import(
  built('engine-thread')
)
const { compileEngine }: typeof import('../../src/postgres/embedded/engine-module.js') = await import(
  built('engine-module')
)
const scratch = mkdtempSync(join(tmpdir(), 'fusion-store-test-'))
const options = { env: { FUSION_CACHE_DIR: join(scratch, 'cache') }, extensions: false, relations: 10 }
const nobody = (): undefined => undefined

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
  bundled.remove()
})

/** A message of the protocol that asks for something that takes long. */
const slow = (): Buffer => {
  const text = Buffer.from('SELECT pg_sleep(20)\0')
  const head = Buffer.from('Q\0\0\0\0')
  head.writeInt32BE(text.length + 4, 1)
  return Buffer.concat([head, text])
}

/** Runs a module in a process of its own. */
async function output(code: string): Promise<string> {
  const file = join(scratch, 'run.mjs')
  writeFileSync(
    file,
    `import { embeddedProvider } from ${JSON.stringify(built('embedded-provider'))}\nconst env = ${JSON.stringify(options.env)}\n${code}`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 60_000 })
  return stdout.trim()
}

describe('the embedded Postgres in a thread', () => {
  test('gives the same rows, errors and COPY as in the main thread', async () => {
    const here = await withServer(embeddedProvider(), (_, session) => exercise(session))
    const beside = await withServer(provider.embeddedProvider(), (_, session) => exercise(session))
    expect(beside).toEqual(here)
  })

  test('leaves the main thread free while it works', async () => {
    await withServer(provider.embeddedProvider(options), async (_, session) => {
      let ticks = 0
      const timer = setInterval(() => (ticks += 1), 5)
      await session.query('SELECT count(*) FROM generate_series(1, 3000000)')
      clearInterval(timer)
      expect(ticks).toBeGreaterThan(2)
    })
  })

  test('rejects what it cannot answer any more', async () => {
    const engine = await engineThread(options, compileEngine('short'), nobody)
    const late = engine.answer(slow())
    const rejected = expect(late).rejects.toThrow('its thread ended')
    await engine.close()
    await rejected
    await expect(engine.answer(slow())).rejects.toThrow('its thread ended')
  })

  test('fails to start with a reason, and at once where the start is not wanted any more', async () => {
    const broken = Promise.reject(new Error('no code'))
    await expect(engineThread(options, broken, nobody)).rejects.toThrow('no code')
    const unwanted = new AbortController()
    const start = provider.embeddedProvider({ ...options, signal: unwanted.signal }).start()
    const rejected = expect(start).rejects.toMatchObject({ diagnostics: [{ code: 'FS510' }] })
    unwanted.abort()
    await rejected
  })

  test('does not keep a process alive', async () => {
    const start = 'const server = await embeddedProvider({ env, relations: 10 }).start()'
    const ask = `const session = await server.connect()\nconsole.log((await session.query('SELECT 7 AS n'))[0].n)`
    expect(await output(`${start}\n${ask}`)).toBe('7')
    expect(await output(`${start}\n${ask}\nawait server.stop()\nawait server.stop()`)).toBe('7')
  })
})
