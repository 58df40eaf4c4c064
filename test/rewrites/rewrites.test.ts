import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { defineProject, type Relation } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { rewrites } from '../../src/compile/rewrites/index.js'
import { compareForms } from '../meaning/compare-forms.js'
import type { RewriteCases } from './case.js'
import { mergeVisitsCases } from './merge-visits.js'
import { sameRowsCases } from './same-rows.js'
import { stepsInFromCases } from './steps-in-from.js'
import { visitByKeyCases } from './visit-by-key.js'

const CASES: Readonly<Record<string, RewriteCases>> = {
  'visit-by-key': visitByKeyCases,
  'merge-visits': mergeVisitsCases,
  'steps-in-from': stepsInFromCases,
  'same-rows': sameRowsCases,
}

/** Two offers of shop 1, one of shop 2, none of shop 3; owners and prices that are not known. */
const inserts = new Map([
  ['up.shops', `INSERT INTO up.shops VALUES (1, 7, 'one', 1), (2, NULL, 'two', 2), (3, 9, 'three', 'NaN');`],
  [
    'up.offers',
    'INSERT INTO up.offers VALUES (1, 1, 7, 100, true, 1), (2, 1, 7, NULL, NULL, 1), (3, 2, 9, 3, false, 2);',
  ],
])

let db: PGlite
beforeAll(async () => {
  db = await startPglite()
  await db.exec(
    'CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp',
  )
})
afterAll(() => db.close())

const projectOf = (relation: Relation<object>) =>
  defineProject({ name: 'cases', sql: { '01_v.sql': [relation] } })

function formsOf(relation: Relation<object>) {
  const forms = compileForms(projectOf(relation))
  if ('diagnostics' in forms) throw new Error(JSON.stringify(forms.diagnostics))
  const reasons = (rewrite: string) =>
    forms.declined
      .filter((declined) => declined.rewrite === rewrite && declined.relation === 'v.v')
      .map(({ why }) => why)
  return { ...(forms.views.at(-1) as (typeof forms.views)[number]), reasons }
}

/** Kysely writes one line; its clauses are put on lines of their own to be read. */
const readable = (plain: string): string =>
  plain.replaceAll(/ (from|where|inner join|left join|cross join|group by|union all) /g, '\n$1 ')

it('has cases for every rewrite', () => {
  expect(Object.keys(CASES)).toEqual(rewrites.map(({ name }) => name))
  for (const { made, notMade } of Object.values(CASES)) {
    expect(Object.keys(made).length).toBeGreaterThan(1)
    expect(Object.keys(notMade).length).toBeGreaterThan(2)
  }
})

describe.each(Object.entries(CASES))('%s', (rewrite, { made, notMade }) => {
  it.each(Object.entries(made))('is made of %s', async (name, relation) => {
    const { compiled, plain, reasons } = formsOf(relation)
    expect(reasons(rewrite)).toEqual([])
    const folder = `expected/${rewrite}/${name.replaceAll(' ', '-')}`
    await expect(`${readable(plain)}\n`).toMatchFileSnapshot(`${folder}/before.sql`)
    await expect(`${compiled}\n`).toMatchFileSnapshot(`${folder}/after.sql`)
    expect(await compareForms(db, { project: projectOf(relation), inserts })).toMatchObject({ kind: 'same' })
  })

  it.each(Object.entries(notMade))('is not made of %s', async (_, [relation, why]) => {
    expect(formsOf(relation).reasons(rewrite)).toContainEqual(
      typeof why === 'string' ? why : expect.stringMatching(why),
    )
    const comparison = await compareForms(db, { project: projectOf(relation), inserts })
    // random() is another one each time; some names Postgres refuses, in both forms.
    if (!String(why).includes('random')) expect(comparison.kind).not.toBe('different')
  })
})
