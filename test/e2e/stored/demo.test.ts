import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demo } from '../../../src/app/index.js'
import { projectFolder } from '../../support/project-folder.js'

const golden = join(import.meta.dirname, '../../golden/stored/fusion.config.ts')

/** The golden project, with a demo. */
const config = `import store from './store.js'

export default {
  ...store,
  demo: {
    load: () => [
      { relation: 'garage.job', columns: ['shop', 'job', 'model', 'opened'], chunks: ['1\\t1\\ta\\t2026-01-01 10:00Z\\n1\\t2\\ta\\t2026-01-02 10:00Z\\n'] },
      { relation: 'garage.part', columns: ['shop', 'job', 'part', 'quality'], chunks: ['1\\t1\\t1\\t9\\n'] },
      { relation: 'garage.model', columns: ['model', 'class'], chunks: ['a\\tc\\n'] },
    ],
    queries: [
      { title: 'Stored', sql: 'SELECT shop, job, part_cnt, class FROM ml.jobs ORDER BY job' },
      { title: 'Materialized', sql: 'SELECT shop, jobs FROM ml.shops' },
    ],
  },
}
`

test('a demo refreshes stored relations, certifies them, and its guard closes and opens', async () => {
  const folder = projectFolder({ 'fusion.config.ts': config, 'store.ts': readFileSync(golden, 'utf8') })
  try {
    const shown = await demo({ project: folder.dir, env: folder.env, provider: 'embedded' })
    expect(shown).toMatchObject({
      queries: [
        {
          rows: [
            { shop: 1, job: '1', part_cnt: 1, class: 'c' },
            { shop: 1, job: '2', part_cnt: 0, class: 'c' },
          ],
        },
        { rows: [{ shop: 1, jobs: '2' }] },
      ],
      certification: [
        {
          outcome: {
            status: 'CERTIFIED',
            gates: expect.arrayContaining([expect.objectContaining({ gate: 'D', passed: true })]),
          },
        },
        { outcome: { kind: 'rows', rows: 2 } },
        { outcome: { kind: 'done' } },
        { outcome: { kind: 'refused', sqlstate: 'FSC04' } },
        { outcome: { status: 'FAILED' } },
        { outcome: { status: 'CERTIFIED' } },
        { outcome: { kind: 'rows', rows: 2 } },
      ],
    })
  } finally {
    folder.remove()
  }
}, 60_000)
