import { startPglite } from '../../support/pglite.js'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTools } from '../../../src/app/build/tools.js'
import { explainReasons } from '../../../src/app/explain/explain-reasons.js'
import { resolveTrees } from '../../../src/app/explain/resolve-trees.js'
import { Interrupts } from '../../../src/app/interrupts.js'
import { silent } from '../../../src/app/ports.js'
import { analyzeInMemory, type AnalyzedInMemory } from '../../../src/app/build/pipeline.js'
import type { Reason } from '../../../src/app/explain/explanation.js'
import { projectCacheDir } from '../../../src/cache/project-cache-dir.js'
import { fingerprintCompiler } from '../../../src/load/fingerprint-compiler.js'
import { quoteIdentifier, quoteRelation } from '../../../src/model/quote-identifier.js'
import { displayName } from '../../../src/model/relation-name.js'
import { createSource, createView } from '../../../src/model/create/create-relation.js'
import { createSchemas } from '../../../src/model/create/create-schemas.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { storeFiles } from './store.js'

const interrupts = new Interrupts(() => Promise.reject(new Error('interrupted')))
const around = { progress: silent, interrupts }

let folder: ProjectFolder
let built: AnalyzedInMemory
let reasonsOf: (ref: { relation: string; column: string }) => readonly Reason[]

beforeAll(async () => {
  folder = projectFolder(storeFiles)
  const context = {
    projectDir: folder.dir,
    cacheDir: projectCacheDir(folder.dir, folder.env),
    env: folder.env,
    compiler: fingerprintCompiler(),
    tools: freshTools,
    ...around,
  }
  built = await analyzeInMemory(context)
  const views = new Set(built.project.views.map(displayName))
  const trees = await resolveTrees(built.project, views, context)
  reasonsOf = explainReasons(built.analyzed.relations, built.project.views, trees)
}, 120_000)
afterAll(() => folder.remove())

const said = (relation: string, column: string): readonly string[] =>
  reasonsOf({ relation, column }).map(
    (reason) =>
      `${[reason.layer ?? reason.relation, reason.column].filter((part) => part !== null).join('.')}: ${reason.because}`,
  )

test.each<[string, string, readonly string[]]>([
  [
    'ml.second',
    'tripled',
    [
      'ml.second.tripled: `*` returns NULL for a NULL operand',
      'derived.doubled: `*` returns NULL for a NULL operand',
      'shop.offers.price: the source declares the column nullable',
    ],
  ],
  ['ml.first', 'city', ['base.city: right side of LEFT JOIN (s) may be absent']],
  ['ml.first', 'size', ['derived.size: no WHEN of the CASE may hold']],
  [
    'ml.first',
    'half',
    [
      'derived.half: `/` returns NULL for a NULL operand',
      'derived.half: NULLIF gives NULL when both are equal',
    ],
  ],
  ['ml.first', 'price_max', ['counts.price_max: max over a possibly empty set']],
  ['ml.first', 'id', ['shop.offers.id: it is part of the key of the source, and keys are never NULL']],
  ['ml.first', 'note', ['shop.offers.note: the source declares the column NOT NULL']],
  ['ml.first', 'has_price', ['derived.has_price: IS NULL and IS NOT NULL are always true or false']],
  [
    'ml.first',
    'known',
    ['derived.known: COALESCE has an argument that is never NULL', 'derived.known: it is a constant'],
  ],
  ['ml.first', 'offers_cnt', ['counts.offers_cnt: count always returns a number']],
  ['ml.second', 'half', ['ml.second.half: a condition of the query excludes rows in which it is NULL']],
])('%s.%s', (relation, column, expected) => {
  expect(said(relation, column)).toEqual(expected)
})

test('each step has its line and its SQL', () => {
  const [first, , last] = reasonsOf({ relation: 'ml.second', column: 'tripled' })
  expect(first).toMatchObject({ place: { file: 'views/store.ts' }, sql: 'step.doubled * 3 AS tripled' })
  expect(last).toMatchObject({
    relation: 'shop.offers',
    layer: null,
    place: { file: 'views/store.ts' },
    sql: null,
  })
})

test('what is said to be NULL is NULL for some rows, and what is never NULL is not', async () => {
  const { project, analyzed } = built
  const db = await startPglite()
  try {
    await db.exec(createSchemas([...project.sources, ...project.views]))
    for (const source of project.sources) await db.exec(createSource(source))
    for (const view of project.views) await db.exec(createView(view))
    await db.exec(`INSERT INTO shop.shops VALUES (1, 'Ulm');
      INSERT INTO shop.offers VALUES (1, 1, NULL, 'n'), (2, 2, 5, 'n'), (3, 3, 50, 'n'), (4, 4, 0, ''), (5, 5, NULL, '');`)
    for (const relation of analyzed.relations.filter(({ kind }) => kind === 'view')) {
      const tests = relation.columns.map(
        ({ name }) =>
          `coalesce(bool_or(${quoteIdentifier(name)} IS NULL), false) AS ${quoteIdentifier(name)}`,
      )
      const { rows } = await db.query(`SELECT ${tests.join(', ')} FROM ${quoteRelation(relation)}`)
      const own = displayName(relation)
      // Its one WHERE takes away the rows without a price.
      const filtered = new Set(own === 'ml.second' ? ['price', 'doubled', 'tripled', 'price_max'] : [])
      for (const { name, nullability } of relation.columns) {
        const isNull: unknown = Reflect.get(rows[0] ?? {}, name)
        const reasons = reasonsOf({ relation: own, column: name })
        expect(reasons.length, `${own}.${name}`).toBeGreaterThan(0)
        if (!filtered.has(name)) expect(isNull, `${own}.${name}`).toBe(nullability.nullable)
        // The last step is never one that only passes something on.
        expect(reasons.at(-1)?.because, `${own}.${name}`).not.toMatch(/for a NULL|may be NULL$/)
      }
    }
  } finally {
    await db.close()
  }
}, 120_000)

test('every column of the fusion store ends at a reason of its own', async () => {
  const projectDir = join(import.meta.dirname, '../../..')
  const env = { ...process.env, CI: '' }
  const context = {
    projectDir,
    cacheDir: projectCacheDir(projectDir, env),
    env,
    compiler: fingerprintCompiler(),
    tools: freshTools,
    ...around,
  }
  const { project, analyzed } = await analyzeInMemory(context)
  const trees = await resolveTrees(project, new Set(project.views.map(displayName)), context)
  const reasons = explainReasons(analyzed.relations, project.views, trees)
  for (const relation of analyzed.relations) {
    for (const { name, nullability } of relation.columns) {
      const found = reasons({ relation: displayName(relation), column: name })
      const last = found.at(-1)
      expect(last, name).toBeDefined()
      if (!nullability.nullable) continue
      // What the model keeps is the last reason of the chain; a source says it in its own words.
      const isSource = project.sources.some((source) => displayName(source) === last?.relation)
      expect(isSource ? 'the source declares the column nullable' : nullability.because).toBe(last?.because)
    }
  }
}, 120_000)
