import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

/** Features made of the T0 alone, of the T0 and something else, and of something else. */
const CONFIG = `
import { certification, column, date, defineProject, guarded, integer, nullable, source, sqlType, view } from 'fusion-store'
import { sql } from 'kysely'

const t = source('up.t', 'Rows.', {
  key: ['id'],
  columns: { id: integer('Key.'), at: sqlType<Date>('timestamp', 'T0.'), made: nullable(sqlType<Date>('timestamp', 'Made.')), n: nullable(integer('N.')) },
})
const base = view('x.base', 'Copies.', { t }, (db) =>
  db.selectFrom('t').select(['t.id', 't.n', 't.made']).select((eb) => eb.ref('t.at').as('copied')),
)
const facts = view('x.facts', 'Features.', { b: base }, (db) =>
  db.selectFrom('b').select(['b.id', 'b.n'])
    .select(sql<number>\`extract(epoch from b.copied)::integer\`.as('epoch'))
    .select(sql<boolean>\`b.copied IS NOT NULL\`.as('known'))
    .select(sql<string>\`to_char(b.copied, 'HH24')\`.as('hour'))
    .select(sql<number>\`CASE WHEN b.copied > timestamp '2024-01-01' THEN 1 ELSE 2 END\`.as('era'))
    .select(sql<number>\`extract(day from max(b.copied) OVER (PARTITION BY b.id))::integer\`.as('latest'))
    .select(sql<number>\`extract(epoch from b.copied - b.made)::integer\`.as('age'))
    .select(sql<number>\`CASE WHEN b.copied > timestamp '2024-01-01' THEN b.n END\`.as('recent_n'))
    .select(sql<number>\`7\`.as('seven')),
).describe({ epoch: 'E.', known: 'K.', hour: 'H.', era: 'E.', latest: 'L.', age: 'A.', recent_n: 'R.', seven: 'S.' })
  .columns((eb) => ({
    late: column('It is late.', eb('epoch', '>', 5)),
  }))
const entry = view('x.entry', 'With the T0.', { t, i: facts }, (db) =>
  db.selectFrom('t').innerJoin('i', 'i.id', 't.id').select('t.at').selectAll('i'),
)
const train = guarded('x.train', 'Guarded.', facts, { entrypoint: entry, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 't0',
  sql: { '01_views.sql': [base, facts, entry, train] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: facts,
    MEANT
    invariants: (eb) => ({ positive: column('It is.', eb('id', '>', 0)) }),
  }),
})
`
const ALONE = ['epoch', 'era', 'hour', 'known', 'late', 'latest']

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG.replace('MEANT', '') })
})
afterAll(() => folder.remove())

const build = async (meant: Readonly<Record<string, string>>) => {
  folder.write('fusion.config.ts', CONFIG.replace('MEANT', `t0Features: ${JSON.stringify(meant)},`))
  return runCli(['build', '--project', folder.dir], folder.env)
}

describe('a feature that is made of the T0 alone', () => {
  it('is a finding in every output, where it is computed, and no other feature is', async () => {
    const { code, stderr } = await build({})
    expect(code).toBe(1)
    const found = [...stderr.matchAll(/fusion\.config\.ts:(\d+)\S* FS222 .*?x\.(entry|train)\.(\w+)/g)]
    expect(found.map(([, , view, column]) => `${view}.${column}`).toSorted()).toEqual(
      ['entry', 'train'].flatMap((view) => ALONE.map((column) => `${view}.${column}`)),
    )
    const lines = CONFIG.split('\n')
    for (const [, line, , column] of found)
      expect(lines[Number(line) - 1]).toContain(column === 'late' ? 'late: column(' : `.as('${column}')`)
  })

  it('is none where it is declared as meant, and the certificate will say so', async () => {
    const meant = Object.fromEntries(ALONE.map((name) => [name, `It's meant: ${name}.`]))
    expect(await build({ ...meant, epoch: 'Meant.' })).toMatchObject({ code: 0 })
    const registered = readFileSync(join(folder.dir, 'generated/sql/03_baseline_viewdefs.sql'), 'utf8')
    expect(registered).toContain(`"hour":"It''s meant: hour."`)
    const { [ALONE[0] ?? '']: _, ...others } = meant
    const { stderr } = await build(others)
    expect(stderr.match(/FS222/g)).toHaveLength(2)
  })

  it('is declared by a name that exists, with a reason', async () => {
    const { code, stderr } = await build({ nowhere: 'Why not.', hour: ' ' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/FS171 .*"nowhere" is not a column of "x.entry"/)
    expect(stderr).toMatch(/FS173 .*"hour"/)
  })
})
