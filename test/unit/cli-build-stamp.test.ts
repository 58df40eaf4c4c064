import { mkdirSync, mkdtempSync, rmSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  currentBuild,
  forgetStamp,
  type HashesAtStart,
  type StampPlace,
  writeStamp,
} from '../../src/cache/build-stamp.js'

let place: StampPlace
let dir: string
const input = () => join(place.projectDir, 'fusion.config.ts')
const output = { path: 'sql/01.sql', text: 'SELECT 1;\n' }
const save = (file: string, text: string): void => writeFileSync(file, text)

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fusion-stamp-'))
  place = { cacheDir: dir, projectDir: join(dir, 'p'), outDir: join(dir, 'p/generated') }
  mkdirSync(join(place.outDir, 'sql'), { recursive: true })
  save(input(), 'export default 1')
  save(join(place.outDir, output.path), output.text)
  utimesSync(input(), 1, 1)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const stamp = () =>
  writeStamp(place, 'made', [input(), join(place.projectDir, 'tsconfig.json')], [output], [], Date.now() + 50)

describe('build stamp', () => {
  test('knows when nothing has changed', () => {
    expect(currentBuild(place, 'made')).toBeUndefined()
    stamp()
    expect(currentBuild(place, 'made')).toMatchObject({ outputs: ['sql/01.sql'] })
  })

  test.each([
    ['an input is edited', () => save(input(), 'export default 2')],
    ['an input is gone', () => rmSync(input())],
    ['an input appears that was looked for', () => save(join(place.projectDir, 'tsconfig.json'), '{}')],
    ['an output is edited', () => save(join(place.outDir, output.path), 'SELECT 2;\n')],
    ['an output is gone', () => rmSync(join(place.outDir, output.path))],
    ['the build is forgotten', () => forgetStamp(place)],
  ])('%s', (_, change) => {
    stamp()
    change()
    expect(currentBuild(place, 'made')).toBeUndefined()
  })

  test('another compiler or another output folder has a build of its own', () => {
    stamp()
    expect(currentBuild(place, 'other')).toBeUndefined()
    expect(currentBuild({ ...place, outDir: join(dir, 'elsewhere') }, 'made')).toBeUndefined()
    expect(currentBuild(place, 'made')).toBeDefined()
  })

  test('an input that was touched while the build ran is not vouched for', () => {
    stamp()
    utimesSync(input(), new Date(), new Date(Date.now() + 5000))
    stamp()
    expect(currentBuild(place, 'made')).toBeUndefined()
  })

  test('nor is one in whose place an older file was moved', () => {
    const startedAt = Date.now()
    const other = `${input()}.bak`
    save(other, 'export default 3')
    utimesSync(other, new Date(2020, 1, 1), new Date(2020, 1, 1))
    renameSync(other, input())
    writeStamp(place, 'made', [input()], [output], [], startedAt)
    expect(currentBuild(place, 'made')).toBeUndefined()
  })

  test('nor is one in whose folder another was moved, and back after it', () => {
    const [lib, other] = [join(place.projectDir, 'lib'), join(place.projectDir, 'other')]
    const file = join(lib, 'v.ts')
    const old = new Date(2020, 1, 1)
    for (const folder of [lib, other]) {
      mkdirSync(folder)
      save(join(folder, 'v.ts'), `export default '${folder}'`)
      utimesSync(join(folder, 'v.ts'), old, old)
    }
    const swap = (): void => {
      renameSync(lib, `${lib}.away`)
      renameSync(other, lib)
      renameSync(`${lib}.away`, other)
    }
    const record = (at: number, read?: HashesAtStart): void =>
      writeStamp(place, 'made', [file], [output], [], at, read)
    record(Date.now() + 50)
    const startedAt = Date.now() + 50
    const read: HashesAtStart = new Map()
    rmSync(join(place.outDir, output.path))
    expect(currentBuild(place, 'made', read)).toBeUndefined()
    swap()
    save(join(place.outDir, output.path), output.text)
    record(startedAt, read)
    expect(currentBuild(place, 'made')).toBeUndefined()
    swap()
    expect(currentBuild(place, 'made')).toBeUndefined()
  })

  test('touching alone changes nothing', () => {
    stamp()
    utimesSync(input(), new Date(), new Date())
    expect(currentBuild(place, 'made')).toBeDefined()
  })

  test('a folder that cannot be written to costs nothing but time', () => {
    const gone = { ...place, cacheDir: join(dir, 'not-there') }
    expect(() => writeStamp(gone, 'made', [input()], [output], [], Date.now())).not.toThrow()
    expect(currentBuild(gone, 'made')).toBeUndefined()
  })
})
