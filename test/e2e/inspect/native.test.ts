import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InspectedColumn, InspectedView, InspectReport } from '../../../src/app/inspect/inspect-report.js'
import { displayName } from '../../../src/model/relation-name.js'
import { isEverything } from '../../support/everything.js'
import { MAJORS } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { runCli } from '../../support/run-cli.js'
import { holdsOfRows } from './holds-of-rows.js'

const scene = readFileSync(join(import.meta.dirname, 'scene.sql'), 'utf8')

describe.each(isEverything ? MAJORS : ([18] as const))('PostgreSQL %i', (major) => {
  let native: NativeFixture
  let url: string
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fusion-inspect-'))
    native = await startNative(major)
    url = await native.freshDatabase('hand-written')
    const session = await native.connect(url)
    await session.exec(scene)
    await session.close()
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await native.stop()
  })
  const fusion = (...args: string[]) => runCli(['inspect', '--database-url', url, ...args], process.env)
  const inspect = async (...args: string[]): Promise<InspectReport> => {
    const { code, stdout, stderr } = await fusion('--format', 'json', ...args)
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as InspectReport
  }

  test('x', async () => {
    const { stdout, stderr } = await fusion('--schema', 'shop', '--schema', 'Odd Schema', '--out', join(folder, 'rows.ts'))
    writeFileSync(`/tmp/inspect-${major}.txt`, stdout + stderr + readFileSync(join(folder, 'rows.ts'), 'utf8'))
    const all = await inspect('--schema', 'shop', '--schema', 'Odd Schema', 'shop.orders', 'shop.events', 'shop.lines', 'shop.parent', 'shop.changing')
    const session = await native.connect(url)
    for (const view of all.views) {
      try {
        const held = await holdsOfRows(session, view)
        console.log(displayName(view), held)
      } catch (error) { console.log(displayName(view), String(error)) }
    }
    await session.close()
    void ({} as InspectedColumn | InspectedView)
  })
})
