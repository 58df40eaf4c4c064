import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { WORK_FOLDER } from '../../src/output/journal.js'
import { MANIFEST } from '../../src/output/manifest.js'
import { writeArtifacts } from '../../src/output/write-files.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import {
  artifactsOf,
  bundleChild,
  filesIn,
  putFile,
  runChild,
  temporaryFolder,
} from '../emit/write-files-run.js'

let outDir: string

const write = (files: Record<string, string>): ReturnType<typeof writeArtifacts> =>
  writeArtifacts(outDir, artifactsOf(files), { waitMs: 200 })

async function faultsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('nothing was thrown')
  return error.diagnostics.map(({ code, message }) => `${code} ${message}`)
}

beforeEach(() => {
  outDir = join(temporaryFolder(), 'out/generated')
})

describe('writeArtifacts', () => {
  it('writes into a folder that is not there, and tells of every file', async () => {
    const report = await write({ 'rows.ts': 'a', 'sql/1.sql': 'b' })
    expect(report).toEqual({
      written: ['rows.ts', 'sql/1.sql'],
      removed: [],
      unchanged: [],
      kept: [],
      undone: false,
    })
    expect(filesIn(outDir)).toEqual({ 'rows.ts': 'a', 'sql/1.sql': 'b' })
    expect(existsSync(join(outDir, WORK_FOLDER))).toBe(false)
  })

  it('leaves a file with the right bytes as it is, dates and all', async () => {
    await write({ a: 'é', b: 'b' })
    const past = new Date(2001, 1, 1)
    for (const file of ['a', 'b', MANIFEST]) utimesSync(join(outDir, file), past, past)
    expect(await write({ a: 'é', b: 'c' })).toMatchObject({ written: ['b'], unchanged: ['a'] })
    expect(statSync(join(outDir, 'a')).mtime).toEqual(past)
    expect(statSync(join(outDir, 'b')).mtime).not.toEqual(past)
  })

  it('needs no right to write when there is nothing to write', async () => {
    await write({ a: 'a' })
    const before = statSync(outDir).mtimeMs
    expect(await write({ a: 'a' })).toMatchObject({ written: [], unchanged: ['a'] })
    expect(statSync(outDir).mtimeMs).toBe(before)
  })

  it('removes what it wrote and no longer does, and the folders that this empties', async () => {
    await write({ a: 'a', 'x/y/old.sql': 'old', 'z/old.sql': 'old' })
    putFile(outDir, 'z/mine.sql', 'mine')
    expect(await write({ a: 'a' })).toMatchObject({ removed: ['x/y/old.sql', 'z/old.sql'], unchanged: ['a'] })
    expect(filesIn(outDir)).toEqual({ a: 'a', 'z/mine.sql': 'mine' })
    expect(existsSync(join(outDir, 'x'))).toBe(false)
  })

  it('keeps what somebody has changed since and is no longer generated', async () => {
    await write({ a: 'a', b: 'b' })
    putFile(outDir, 'b', 'now mine')
    expect(await write({ a: 'a' })).toMatchObject({ kept: ['b'], removed: [] })
    expect(await write({ a: 'a' })).toMatchObject({ kept: [], unchanged: ['a'] })
    expect(filesIn(outDir)).toEqual({ a: 'a', b: 'now mine' })
  })

  it('writes over a generated file that was edited', async () => {
    await write({ a: 'a' })
    putFile(outDir, 'a', 'edited')
    await write({ a: 'a' })
    expect(filesIn(outDir)).toEqual({ a: 'a' })
  })

  it('never writes over a file that no build has written, and names them all', async () => {
    putFile(outDir, 'rows.ts', 'mine')
    putFile(outDir, 'sql/1.sql', 'mine too')
    const files = { 'rows.ts': 'a', 'sql/1.sql': 'b', 'sql/2.sql': 'c' }
    const faults = await faultsOf(write(files))
    expect(faults.map((fault) => fault.slice(0, 15))).toEqual(['FS554 rows.ts w', 'FS554 sql/1.sql'])
    expect(filesIn(outDir)).toEqual({ 'rows.ts': 'mine', 'sql/1.sql': 'mine too' })
    putFile(outDir, 'rows.ts', 'a')
    rmSync(join(outDir, 'sql/1.sql'))
    expect(await write(files)).toMatchObject({ written: ['sql/1.sql', 'sql/2.sql'], unchanged: ['rows.ts'] })
  })

  it('refuses to replace a folder, a link, or to go through a file', async () => {
    mkdirSync(join(outDir, 'a'), { recursive: true })
    symlinkSync('/etc/hostname', join(outDir, 'b'))
    expect(await faultsOf(write({ a: 'a', b: 'b' }))).toHaveLength(2)
    putFile(outDir, 'c', 'a file')
    expect(await faultsOf(write({ 'c/d': 'd' }))).toEqual([expect.stringMatching(/^FS554 .*ENOTDIR/)])
  })

  it.each([
    '',
    '/etc/x',
    '../x',
    'a/../b',
    'a//b',
    './a',
    'a\\b',
    'C:x',
    'a\nb',
    MANIFEST,
    `${WORK_FOLDER}/x`,
  ])('refuses the path %j', async (path) => {
    expect(await faultsOf(write({ [path]: 'a', ok: 'b' }))).toEqual([expect.stringMatching(/^FS555/)])
    expect(existsSync(outDir)).toBe(false)
  })

  it('refuses two paths that are one file where case does not count', async () => {
    expect(await faultsOf(write({ 'A.sql': 'a', 'a.sql': 'b' }))).toEqual([expect.stringMatching(/^FS555/)])
  })

  it('knows the files of both sides of a conflict in the manifest', async () => {
    await write({ a: 'a', b: 'b' })
    const lines = readFileSync(join(outDir, MANIFEST), 'utf8').split('\n')
    writeFileSync(
      join(outDir, MANIFEST),
      ['<<<<<<< ours', lines[0], '=======', lines[1], '>>>>>>> theirs', ''].join('\r\n'),
    )
    expect(await write({ c: 'c' })).toMatchObject({ removed: ['a', 'b'] })
  })

  it('takes a manifest at its word only inside the folder', async () => {
    await write({ a: 'a' })
    const hash = readFileSync(join(outDir, MANIFEST), 'utf8').slice(0, 64)
    putFile(outDir, '../victim', 'a')
    writeFileSync(join(outDir, MANIFEST), `${hash}  ../victim\n${hash}  a\n`)
    await write({ b: 'b' })
    expect(filesIn(outDir)).toEqual({ b: 'b' })
    expect(existsSync(join(outDir, '../victim'))).toBe(true)
  })

  it('says so when the folder cannot be written to, and has written nothing', async () => {
    await write({ a: 'a', 'sql/1.sql': 'b' })
    const child = bundleChild()
    const artifacts = artifactsOf({ a: 'new', 'sql/1.sql': 'new' })
    for (const folder of ['sql', '.']) {
      // Read-only stops an ordinary user; root becomes another user first, whom it stops as well.
      chmodSync(join(outDir, folder), 0o555)
      const writes = [{ outDir, artifacts }]
      const [answer] = await runChild(child, { kind: 'write', writes, uid: 65534 })
      expect(answer?.faults).toEqual([
        { code: 'FS551', message: expect.stringContaining('Nothing was changed') },
      ])
      expect(filesIn(outDir)).toEqual({ a: 'a', 'sql/1.sql': 'b' })
      expect(existsSync(join(outDir, WORK_FOLDER))).toBe(false)
      chmodSync(join(outDir, folder), 0o755)
    }
  })
})
