import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshTools } from '../../src/app/build/tools.js'
import { type EngineContext, startEngine } from '../../src/app/build/start-engine.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import { cacheFolder } from '../../src/cache/cache-folder.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import { installationName } from '../../src/postgres/native/install.js'
import { nativeAnalyzer } from '../../src/postgres/native/native-analyzer.js'
import { nativePackage } from '../../src/postgres/native/versions.js'
import type { Closure } from '../../src/resolve/index.js'
import { project, source, view } from '../analyze/support/project.js'

/** A folder that the user of a server can enter, who is another one for root. */
function openFolder(prefix: string): string {
  const folder = mkdtempSync(prefix)
  chmodSync(folder, 0o755)
  return folder
}

const scratch = openFolder(join(tmpdir(), 'fusion-engine-'))
// Installs it if necessary.
beforeAll(async () => (await nativeAnalyzer().start()).stop())
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** As many sources. */
const closureOf = (count: number): Closure =>
  project(
    Array.from({ length: count }, (_, at) => source(`t.s${at}`, ['id bigint NOT NULL'], ['id'])),
    [],
  )
const large = closureOf(1000)
const small = closureOf(10)

/** A cache folder with the snapshot of the embedded Postgres, and maybe with what only looks like a server. */
function cacheWith(broken: boolean): string {
  const folder = openFolder(join(scratch, 'cache-'))
  mkdirSync(join(cacheFolder(), 'snapshots'), { recursive: true })
  symlinkSync(join(cacheFolder(), 'snapshots'), join(folder, 'snapshots'))
  const wanted = nativePackage(18)
  if (broken && wanted) {
    const bin = join(folder, 'postgres', installationName(wanted), 'bin')
    mkdirSync(bin, { recursive: true })
    for (const name of ['initdb', 'postgres'])
      writeFileSync(join(bin, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  }
  return folder
}

/** What is started, and what is said meanwhile. */
async function started(
  closure: Closure,
  context: Partial<EngineContext>,
): Promise<readonly [kind: string, notes: readonly string[]]> {
  const notes: string[] = []
  const server = await startEngine(closure, {
    env: process.env,
    progress: { ...silent, note: (line) => void notes.push(line) },
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
    tools: freshTools,
    ...context,
  })
  await server.stop()
  return [server.kind, notes.filter((line) => !line.startsWith('preparing'))]
}

const faultOf = (error: unknown): string => (error instanceof DiagnosticError ? error.message : String(error))

describe('the engine', () => {
  test('is the native one if asked for, for a small project too', async () => {
    expect(await started(small, { engine: 'native' })).toEqual(['native', []])
  })

  test('is the native one for a large project, as it is installed', async () => {
    expect(await started(large, {})).toEqual(['native', []])
  })

  test('is the embedded one if asked for, for a large project too', async () => {
    expect(await started(large, { engine: 'embedded' })).toEqual(['embedded', []])
  })

  test('is the embedded one for a small project', async () => {
    expect(await started(small, {})).toEqual(['embedded', []])
  })

  test('is the embedded one where no native one is installed, and nothing is installed by itself', async () => {
    const FUSION_CACHE_DIR = cacheWith(false)
    expect(await started(large, { env: { ...process.env, FUSION_CACHE_DIR } })).toEqual(['embedded', []])
    const installed = join(FUSION_CACHE_DIR, 'postgres')
    expect(existsSync(installed) ? readdirSync(installed) : []).toEqual([])
  })

  test('is the embedded one for what was not shown to be the same, and says so if the native one was asked for', async () => {
    const views = [view('t.v', 'SELECT 1 AS x ORDER BY \'a\' COLLATE "de-DE-x-icu"', ['t.s0'])]
    expect(await started({ ...large, views }, {})).toEqual(['embedded', []])
    expect(await started({ ...small, views }, { engine: 'native' })).toEqual([
      'embedded',
      ['the embedded Postgres is used, because the project has a collation'],
    ])
  })

  test('is the embedded one if the native one does not start, which is an error if it was asked for', async () => {
    const env = { ...process.env, FUSION_CACHE_DIR: cacheWith(true) }
    const [kind, notes] = await started(large, { env })
    expect(kind).toBe('embedded')
    expect(notes).toEqual([expect.stringMatching(/^the native Postgres is not used: FS523 initdb failed/)])
    const asked = started(large, { env, engine: 'native' }).catch(faultOf)
    expect(await asked).toMatch(/^FS523 initdb failed/)
  })

  test('is stopped at once if the work was interrupted while it started', async () => {
    const interrupts = new Interrupts(() => Promise.reject(new Error('interrupted')))
    const starting = started(small, { engine: 'native', interrupts }).catch(faultOf)
    void interrupts.interrupt()
    expect(await starting).toContain('interrupted')
  })
})
