import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeSnapshot } from '../../src/postgres/embedded/snapshot-format.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'

const program = join(import.meta.dirname, '../../bin/fusion.js')

let shop: ProjectFolder
let cache: string
beforeAll(() => {
  shop = projectFolder({}, 'shop')
  cache = mkdtempSync(join(tmpdir(), 'fusion-cache-'))
})
afterAll(() => {
  shop?.remove()
  rmSync(cache, { recursive: true, force: true })
})

test('the first build on a machine does not wait for initdb, and keeps what comes with the package', () => {
  const env = { ...shop.env, FUSION_CACHE_DIR: cache, CI: '1' }
  const { stderr } = spawnSync(process.execPath, [program, 'build', '-p', shop.dir], {
    env,
    encoding: 'utf8',
  })
  expect(stderr).not.toContain('preparing')
  const [file = ''] = readdirSync(join(cache, 'snapshots'))
  expect(decodeSnapshot(readFileSync(join(cache, 'snapshots', file)))?.files.length).toBeGreaterThan(100)
})
