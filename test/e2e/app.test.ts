import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import * as app from '../../src/app/index.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const config = (threshold: number, table = 'o'): string => `
import { column, defineProject, integer, layer, source, view } from 'fusion-store'
const offers = source('shop.offers', 'What is offered.', {
  key: ['offer_id'],
  columns: { offer_id: integer('Offer.'), price: integer('Price.') },
})
const dear = layer('dear', 'Offers with a high price.', { o: offers }, (db) =>
  db.selectFrom('${table}' as 'o').selectAll('o').where('o.price', '>', ${threshold}),
)
const v = view('ml.v_dear', 'Offers with a high price.', { d: dear }, (db) =>
  db.selectFrom('d').select(['d.offer_id', 'd.price']),
)
export default defineProject({ name: 'offers', sql: { '01_views.sql': [v] } })
`

let folder: ProjectFolder
afterEach(() => folder.remove())

const project = (text = config(100)) => {
  folder = projectFolder({ 'fusion.config.ts': text })
  return { project: folder.dir, env: folder.env }
}

describe('a program that calls fusion-store/app', () => {
  it('builds, accepts and checks, and gets what the command prints', async () => {
    const options = project()
    const steps: string[] = []
    const progress: app.Progress = {
      step: (label) => void steps.push(label),
      update: () => {},
      note: () => {},
      end: () => {},
    }
    const built = await app.build({ ...options, progress })
    if (built.outcome === 'failed') throw new Error('not built')
    // The outcome tells the compiler what else there is.
    expect(built.files.map(({ path }) => path)).toContain('rows.ts')
    expect(built.outcome).toBe('built')
    expect(steps).toContain('writing files')
    expect(readFileSync(join(folder.dir, 'generated/rows.ts'), 'utf8')).toContain('VDearRow')
    expect((await app.build(options)).outcome).toBe('unchanged')

    const accepted = await app.accept({ ...options, reason: 'first version' })
    expect(accepted).toMatchObject({ accepted: { reason: 'first version', added: expect.any(Array) } })
    expect(await app.showBaseline(options)).toMatchObject({ accepted: [{ reason: 'first version' }] })

    const same = await app.check(options)
    if (same.outcome !== 'same') console.log(same.diagnostics, same.sections)
    expect(same).toMatchObject({ outcome: 'same', project: 'offers', diagnostics: [] })
    writeFileSync(join(folder.dir, 'fusion.config.ts'), config(200))
    const different = await app.check({ ...options, meaning: { rows: 20 } })
    expect(different.outcome).toBe('different')
    const { stdout } = await runCli(
      ['check', '--project', folder.dir, '--format', 'json', '--rows', '20'],
      folder.env,
    )
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(different)))
  })

  it('explains codes and columns, and begins a project', async () => {
    const options = project()
    expect(await app.explain({ ...options, subject: 'fs152' })).toMatchObject({ format: 1, code: 'FS152' })
    const { stdout } = await runCli(
      ['explain', 'ml.v_dear.price', '--project', folder.dir, '--format', 'json'],
      folder.env,
    )
    const column = await app.explain({ ...options, subject: 'ml.v_dear.price' })
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(column)))
    expect(await app.explain({ ...options, subject: 'ml.v_deer' })).toMatchObject({ outcome: 'failed' })

    const begun = await app.init({ ...options, project: join(folder.dir, 'new') })
    expect(begun).toMatchObject({ outcome: 'created', project: 'new' })
    expect(readFileSync(join(folder.dir, 'new/fusion.config.ts'), 'utf8')).toContain('defineProject')
  })

  it('gets the mistakes of a project as data, and nothing is written', async () => {
    const options = project(config(100, 'x'))
    const refused = expect.arrayContaining([
      expect.objectContaining({ code: 'FS167', file: 'fusion.config.ts', line: 8 }),
    ])
    const built = await app.build(options)
    expect(built).toMatchObject({ outcome: 'failed', diagnostics: refused })
    expect(await app.check(options)).toMatchObject({ outcome: 'not checked', project: null, sections: [] })
    expect(() => readFileSync(join(folder.dir, 'generated/rows.ts'))).toThrow('ENOENT')
    expect(await app.accept({ ...project(), reason: ' ' })).toMatchObject({
      diagnostics: [{ code: 'FS706' }],
    })
    const env = { ...options.env, PGHOST: '127.0.0.1', PGPORT: '1' }
    expect(await app.certify({ ...options, env })).toMatchObject({ outcome: 'not run', diagnostics: refused })
    // Where there is no address, no project is analyzed first.
    expect(await app.certify(options)).toMatchObject({ diagnostics: [{ code: 'FS502' }] })
  })

  it('ends with the reason of its signal, and the next build is whole', async () => {
    const options = project()
    const controller = new AbortController()
    const progress: app.Progress = {
      step: (label) => label.startsWith('analyzing') && controller.abort(new Error('enough')),
      update: () => {},
      note: () => {},
      end: () => {},
    }
    await expect(app.build({ ...options, progress, signal: controller.signal })).rejects.toThrow('enough')
    await expect(app.build({ ...options, signal: controller.signal })).rejects.toThrow('enough')
    expect((await app.build(options)).outcome).toBe('built')
  })

  it('has files that are being written finished first', async () => {
    const options = project()
    const controller = new AbortController()
    const progress: app.Progress = {
      step: (label) => label === 'writing files' && setImmediate(() => controller.abort(new Error('enough'))),
      update: () => {},
      note: () => {},
      end: () => {},
    }
    await app.build({ ...options, progress, signal: controller.signal }).catch(() => undefined)
    expect((await app.build(options)).outcome).toBe('unchanged')
  })
})
