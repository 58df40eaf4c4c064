import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Holder } from '../../src/output/file-lock.js'
import { WORK_FOLDER } from '../../src/output/journal.js'
import { MANIFEST, manifestOf } from '../../src/output/manifest.js'
import { writeArtifacts } from '../../src/output/write-files.js'
import { artifactsOf, bundleChild, filesIn, runChild, temporaryFolder } from '../emit/write-files-run.js'

let child: string
let outDir: string
let lock: string

const started = Math.round(Date.now() - process.uptime() * 1000)
const dead: Holder = { pid: 2 ** 22 + 1, host: hostname(), started, token: 'dead' }

function held(holder: Holder | string, minutesAgo = 0): void {
  mkdirSync(join(outDir, WORK_FOLDER), { recursive: true })
  writeFileSync(lock, typeof holder === 'string' ? holder : JSON.stringify(holder))
  const time = new Date(Date.now() - minutesAgo * 60_000)
  utimesSync(lock, time, time)
}

const write = (): ReturnType<typeof writeArtifacts> =>
  writeArtifacts(outDir, [{ path: 'a', text: 'a' }], { waitMs: 100 })

beforeAll(() => {
  child = bundleChild()
})

beforeEach(() => {
  outDir = temporaryFolder()
  lock = join(outDir, WORK_FOLDER, 'lock')
})

describe('two builds at once', () => {
  it('write one after the other, and the folder is that of one of them', async () => {
    const sets = ['a', 'b', 'c', 'd'].map((name) =>
      artifactsOf(
        Object.fromEntries(['x', `only-${name}`, 'sql/y'].map((path) => [path, name.repeat(1000)])),
      ),
    )
    for (let round = 0; round < 3; round++) {
      const orders = sets.map((artifacts) =>
        runChild(child, { kind: 'write', writes: [{ outDir, artifacts }] }),
      )
      for (const [answer] of await Promise.all(orders)) expect(answer?.faults).toBeUndefined()
      const files = filesIn(outDir)
      const winner = sets.find(([x]) => x?.text === files['x']) ?? []
      expect(files).toEqual(Object.fromEntries(winner.map(({ path, text }) => [path, text])))
      expect(readFileSync(join(outDir, MANIFEST), 'utf8')).toBe(manifestOf(winner).text)
      expect(existsSync(join(outDir, WORK_FOLDER))).toBe(false)
    }
  })

  it('never hold the lock together, although each dies with it in hand', async () => {
    await Promise.all(
      Array.from({ length: 6 }, () => runChild(child, { kind: 'count', folder: outDir, times: 10 })),
    )
    expect(readFileSync(join(outDir, 'count'), 'utf8')).toBe('60')
  })

  it('of one process wait for each other too', async () => {
    const writes = ['a', 'b', 'c'].map((text) => writeArtifacts(outDir, [{ path: 'x', text }]))
    await Promise.all(writes)
    expect(readdirSync(outDir).toSorted()).toEqual([MANIFEST, 'x'])
  })
})

describe('a lock', () => {
  it.each<[string, Holder | string, number]>([
    ['of a process that is dead', dead, 0],
    [
      'of a process of before, with the number of this one',
      { ...dead, pid: process.pid, started: started - 60_000 },
      0,
    ],
    ['of another machine, from long ago', { ...dead, host: 'elsewhere' }, 11],
    ['that was never finished', '{"pid":', 1],
  ])('%s is taken over', async (_, holder, minutesAgo) => {
    held(holder, minutesAgo)
    await expect(write()).resolves.toMatchObject({ written: ['a'] })
    expect(existsSync(join(outDir, WORK_FOLDER))).toBe(false)
  })

  it.each<[string, Holder | string, RegExp]>([
    [
      'of a running process',
      { ...dead, pid: process.ppid },
      new RegExp(`FS553.* process ${process.ppid} on `),
    ],
    ['of this process', { ...dead, pid: process.pid }, /FS553/],
    ['of another machine', { ...dead, host: 'elsewhere' }, /FS553.* on elsewhere/],
    ['that is just being written', '', /FS553.* an unknown process/],
  ])('%s is respected', async (_, holder, message) => {
    held(holder)
    await expect(write()).rejects.toThrow(message)
    expect(readFileSync(lock, 'utf8')).toBe(typeof holder === 'string' ? holder : JSON.stringify(holder))
    expect(filesIn(outDir)).toEqual({})
  })

  it('whose heir has died too is taken over', async () => {
    held(dead)
    writeFileSync(`${lock}.dead`, JSON.stringify({ ...dead, token: 'heir' }))
    await expect(write()).resolves.toMatchObject({ written: ['a'] })
    expect(existsSync(join(outDir, WORK_FOLDER))).toBe(false)
  })

  it('is not looked at when there is nothing to write', async () => {
    await write()
    expect(await write()).toMatchObject({ unchanged: ['a'] })
  })
})
