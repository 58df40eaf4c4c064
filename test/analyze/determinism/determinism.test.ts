import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import {
  harmlessFunctions,
  jsonFunctions,
  namedLeaks,
  patternFunctions,
  recordFunctions,
  signatureLeaks,
  textFunctions,
} from '../../../src/model/determinism-rules.js'
import type { Leak } from '../../../src/model/leak.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { cases, tables } from './cases.js'
import { rows, sessions } from './sessions.js'
import { whereCases } from './where-cases.js'

const named = cases.map((one, at) => ({ ...one, view: `v${at}` }))
const located = whereCases.map((one, at) => ({ ...one, view: `w${at}` }))
const leaks = new Map<string, readonly Leak[]>()
let db: PGlite

beforeAll(async () => {
  db = await startPglite()
  await db.exec(tables)
  const declared = project(
    [],
    [...named, ...located].map(({ view: name, sql }) => view(`shop.${name}`, sql, [])),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([])
  for (const relation of analyzeProject(declared, resolution).project.relations)
    leaks.set(relation.name, relation.leaks)
})

afterAll(async () => {
  await db.close()
})

test.each(named)('$kinds: $name', ({ view: name, kinds }) => {
  const found = leaks.get(name) ?? []
  expect([...new Set(found.map(({ kind }) => kind))].toSorted()).toEqual(kinds)
})

test.each(located)('says what and where: $sql', ({ view: name, found }) => {
  expect((leaks.get(name) ?? []).map(({ what, column }) => `${column ?? '-'}: ${what}`)).toEqual(found)
})

test('every rule is about a function that there is', async () => {
  const { rows: found } = await db.query<{ name: string; signature: string }>(`
    SELECT p.proname AS name, p.proname || '(' || coalesce((
      SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.ord)
      FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, ord)), '') || ')' AS signature
    FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace`)
  const names = new Set(found.map(({ name }) => name))
  const signatures = new Set(found.map(({ signature }) => signature))
  const byName = [...Object.values(namedLeaks).flat(), ...textFunctions, ...jsonFunctions, ...recordFunctions]
  const bySignature = [...harmlessFunctions, ...Object.keys({ ...signatureLeaks, ...patternFunctions })]
  expect(byName.filter((name) => !names.has(name))).toEqual([])
  expect(bySignature.filter((signature) => !signatures.has(signature))).toEqual([])
})

/** What a view gives in each of the sessions, written out in one and the same; null where it fails there. */
const answers = async (name: string): Promise<readonly (string | null)[]> => {
  const found: (string | null)[] = []
  for (const settings of sessions) {
    try {
      await db.exec(`${settings}; CREATE TABLE shop.answer AS SELECT * FROM shop.${name}`)
    } catch {
      found.push(null)
      continue
    }
    await db.exec(sessions[0] ?? '')
    const { rows: written } = await db.query<{ text: string }>(
      `SELECT coalesce(string_agg(a::text, ' ' ORDER BY a::text), '') AS text FROM shop.answer a`,
    )
    await db.exec('DROP TABLE shop.answer')
    found.push(written[0]?.text ?? '')
  }
  return found
}

describe('asked in several sessions', () => {
  beforeAll(async () => {
    await db.exec(rows)
  })

  const differs = async (name: string): Promise<boolean> => new Set(await answers(name)).size > 1

  test('an innocent view gives the same in each', async () => {
    const wrong: string[] = []
    for (const { view: name, kinds, sql } of named) {
      if (kinds.length > 0) continue
      const given = await answers(name)
      if (given.includes(null) || new Set(given).size > 1) wrong.push(`${sql}: ${given.join(' | ')}`)
    }
    expect(wrong).toEqual([])
  })

  test('views that follow TimeZone or DateStyle mostly do not', async () => {
    let differing = 0
    for (const { view: name, kinds } of named)
      if (kinds.includes('timezone') && (await differs(name))) differing += 1
    expect(differing).toBeGreaterThan(30)
  })
})
