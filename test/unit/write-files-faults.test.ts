import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { WORK_FOLDER } from '../../src/output/journal.js'
import { MANIFEST, manifestOf } from '../../src/output/manifest.js'
import { writeArtifacts } from '../../src/output/write-files.js'
import type { Answer, WriteOrder } from '../emit/write-child.js'
import {
  artifactsOf,
  bundleChild,
  filesIn,
  putFile,
  runChild,
  temporaryFolder,
} from '../emit/write-files-run.js'
import { isEverything } from '../support/everything.js'

const unowned = { 'notes.txt': 'mine', 'sql/mine.sql': 'mine', 'baseline/accepted.json': 'mine' }
const before = {
  'catalog.json': 'old',
  'rows.ts': 'old',
  'sql/1.sql': 'same',
  'sql/2.sql': 'old',
  'viewdefs/a.sql': 'old',
}
const after = {
  'catalog.json': 'new',
  'rows.ts': 'new',
  'sql/1.sql': 'same',
  'sql/3.sql': 'new',
  'deep/er/x.sql': 'new',
}
const artifacts = artifactsOf(after)
const paths = new Set([...Object.keys(before), ...Object.keys(after)])

let child: string
let template: string
/** Calls of an undisturbed write, each a place where one can be cut short. */
let calls: readonly string[] = []

function prepared(): string {
  const outDir = temporaryFolder()
  cpSync(template, outDir, { recursive: true })
  return outDir
}

type Disturbance = Omit<WriteOrder, 'outDir' | 'artifacts'>

async function disturb(outDir: string, disturbance: Disturbance): Promise<Answer | undefined> {
  const [answer] = await runChild(child, { kind: 'write', writes: [{ outDir, artifacts, ...disturbance }] })
  return answer
}

/** The same, each in a folder of its own, in one process, which none of them may kill. */
async function disturbEach(disturbances: readonly Disturbance[]): Promise<(Answer & { outDir: string })[]> {
  const writes = disturbances.map((disturbance) => ({ outDir: prepared(), artifacts, ...disturbance }))
  const answers = await runChild(child, { kind: 'write', writes })
  expect(answers).toHaveLength(writes.length)
  return answers.map((answer, i) => ({ ...answer, outDir: writes[i]?.outDir ?? '' }))
}

const sorted = (files: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))

const is = (outDir: string, files: Readonly<Record<string, string>>): boolean =>
  sorted(filesIn(outDir)) === sorted({ ...unowned, ...files })

const manifestIs = (outDir: string, files: Readonly<Record<string, string>>): boolean =>
  readFileSync(join(outDir, MANIFEST), 'utf8') === manifestOf(artifactsOf(files)).text

/** Whatever happened: nobody else's file is touched, and no file is half one thing and half another. */
function expectWholeFiles(outDir: string): void {
  const files = filesIn(outDir)
  expect(files).toMatchObject(unowned)
  for (const path of paths) {
    const [old, fresh]: (string | undefined)[] = [
      Object.entries(before).find(([p]) => p === path)?.[1],
      Object.entries(after).find(([p]) => p === path)?.[1],
    ]
    expect([old, fresh], path).toContain(files[path])
  }
}

/** The next build finds either state whole, after it has undone what was left of the last. */
async function expectHealed(outDir: string): Promise<void> {
  const other = temporaryFolder()
  cpSync(outDir, other, { recursive: true, preserveTimestamps: true })
  const back = await writeArtifacts(other, artifactsOf(before))
  // What was undone needs no writing: the old files are back by the undoing alone.
  if (back.undone) expect(back).toMatchObject({ written: [], removed: [] })
  expect(is(other, before) && manifestIs(other, before)).toBe(true)
  await writeArtifacts(outDir, artifacts)
  expect(is(outDir, after) && manifestIs(outDir, after)).toBe(true)
  for (const folder of [outDir, other]) expect(existsSync(join(folder, WORK_FOLDER))).toBe(false)
}

async function inPairs<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item)
  }
  await Promise.all([work(), work()])
}

beforeAll(async () => {
  child = bundleChild()
  template = temporaryFolder()
  for (const [path, text] of Object.entries(unowned)) putFile(template, path, text)
  await writeArtifacts(template, artifactsOf(before))
  calls = (await disturb(prepared(), {}))?.calls ?? []
  expect(calls.length).toBeGreaterThan(25)
})

describe('a write that is killed', () => {
  it('before any of its calls leaves whole files, and the next one heals', async () => {
    let undone = 0
    await inPairs([...calls.keys()], async (at) => {
      const outDir = prepared()
      expect(await disturb(outDir, { at, fault: 'kill' })).toBeUndefined()
      expectWholeFiles(outDir)
      if (!is(outDir, before) && !is(outDir, after)) undone += 1
      await expectHealed(outDir)
    })
    // Or the test would show nothing.
    expect(undone).toBeGreaterThan(4)
  })

  it('in the middle of writing a text leaves whole files, and the next one heals', async () => {
    const writes = [...calls.entries()].filter(([, name]) => name.startsWith('write')).map(([at]) => at)
    expect(writes.length).toBeGreaterThan(4)
    await inPairs(writes, async (at) => {
      const outDir = prepared()
      await disturb(outDir, { at, fault: 'half' })
      expect(is(outDir, before)).toBe(true)
      await expectHealed(outDir)
    })
  })

  it('and whose healing is killed as well, anywhere, is healed by the one after', async () => {
    const renames = [...calls.entries()].filter(([, name]) => name === 'renameSync').map(([at]) => at)
    const middle = renames[3] ?? 0
    const cut = prepared()
    await disturb(cut, { at: middle, fault: 'kill' })
    expect(is(cut, before) || is(cut, after)).toBe(false)
    const again = temporaryFolder()
    cpSync(cut, again, { recursive: true })
    const healing = (await disturb(again, {}))?.calls ?? []
    expect(healing.length).toBeGreaterThan(calls.length)
    const places = [...healing.keys()].filter(
      (at) => isEverything || at % 3 === 0 || at === healing.length - 1,
    )
    await inPairs(places, async (at) => {
      const outDir = temporaryFolder()
      cpSync(cut, outDir, { recursive: true })
      expect(await disturb(outDir, { at, fault: 'kill' })).toBeUndefined()
      expectWholeFiles(outDir)
      await expectHealed(outDir)
    })
  })
})

describe('what somebody does between a kill and the next build', () => {
  it('to a path that was not reached yet stays done', async () => {
    const outDir = prepared()
    const firstRename = calls.indexOf('renameSync') + 1
    await disturb(outDir, { at: calls.indexOf('renameSync', firstRename), fault: 'kill' })
    expect(readdirSync(join(outDir, WORK_FOLDER))).toContain('journal.json')
    putFile(outDir, 'sql/3.sql', 'mine')
    expect(await writeArtifacts(outDir, artifactsOf(before))).toMatchObject({ undone: true, written: [] })
    expect(is(outDir, { ...before, 'sql/3.sql': 'mine' })).toBe(true)
  })
})

describe('a write in which the file system fails', () => {
  it.each([
    ['EIO', 'FS556'],
    ['ENOSPC', 'FS552'],
    ['EACCES', 'FS551'],
  ])('once, with %s, has changed nothing or all', async (code, fault) => {
    const seen = new Set<string>()
    const answers = await disturbEach([...calls.keys()].map((at) => ({ at, fault: 'fail', code })))
    for (const [at, { outDir, faults }] of answers.entries()) {
      if (faults) {
        expect(faults.map((f) => f.code)).toEqual([fault])
        expect(faults[0]?.message).toContain('Nothing was changed')
      }
      const expected = faults ? before : after
      expect(is(outDir, expected) && manifestIs(outDir, expected), `${at} ${calls[at]}`).toBe(true)
      seen.add(faults ? 'nothing' : 'all')
      await expectHealed(outDir)
    }
    expect(seen).toEqual(new Set(['nothing', 'all']))
  })

  it('from some call on, for good, says what is left to the next one', async () => {
    const codes = new Set<string | undefined>()
    const answers = await disturbEach(
      [...calls.keys()].map((at) => ({ at, fault: 'fail from', code: 'EROFS' })),
    )
    for (const { outDir, faults } of answers) {
      const found = faults?.[0]?.code
      codes.add(found)
      expectWholeFiles(outDir)
      if (found !== 'FS557') expect(is(outDir, found === undefined ? after : before)).toBe(true)
      await expectHealed(outDir)
    }
    expect(codes).toEqual(new Set(['FS551', 'FS557', undefined]))
  })

  it('by having no hard links still keeps the old files', async () => {
    const links = [...calls.entries()].filter(([, name]) => name === 'linkSync').map(([at]) => at)
    for (const { outDir, faults } of await disturbEach(
      links.map((at) => ({ at, fault: 'fail', code: 'ENOTSUP' })),
    )) {
      expect(faults).toBeUndefined()
      expect(is(outDir, after)).toBe(true)
    }
  })
})
