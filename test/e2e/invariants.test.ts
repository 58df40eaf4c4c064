import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const config = (invariant: string): string => `
import { sql } from 'kysely'
import { certification, column, defineProject, guarded, integer, source, sqlType, view } from 'fusion-store'

const t = source('up.t', 'Rows.', {
  key: ['id'],
  columns: { id: integer('Key.'), at: sqlType<Date>('timestamp', 'T0.'), n: integer('N.') },
})
const offers = view('x.offers', 'Offers.', { t }, (db) => db.selectFrom('t').selectAll('t'))
const facts = view('x.facts', 'Facts.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.n']))
const train = guarded('x.train', 'Train.', facts, { entrypoint: offers, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'one',
  sql: { '01_views.sql': [offers, facts, train] },
  certification: certification({
    entrypoint: offers, t0: 'at', key: ['id'], guarded: train, checked: offers, aliases: [facts],
    invariants: () => ({ fine: column('It is fine.', sql<boolean>\`${invariant}\`) }),
  }),
})
`

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': config('n > 0') })
})
afterAll(() => folder.remove())

const build = (): ReturnType<typeof runCli> =>
  runCli(['build', '--quiet', '--project', folder.dir], folder.env)

it('an invariant that Postgres refuses stops the build, also when nothing else has changed', async () => {
  expect((await build()).code).toBe(0)
  folder.write('fusion.config.ts', config('m > 0'))
  const { code, stderr } = await build()
  expect(code).toBe(1)
  expect(stderr).toMatch(/^fusion\.config\.ts:18 FS206 .*column "m" does not exist/)
  folder.write('fusion.config.ts', config('n > 0'))
  expect((await build()).code).toBe(0)
})
