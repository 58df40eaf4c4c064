import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDraw } from '../../../src/meaning/draw.js'
import { startPglite } from '../../support/pglite.js'
import { checkCases, type CheckedCase } from './check-cases.js'
import { drawEntrypoint } from './draw-entrypoint.js'

const SEED = Number(process.env['FUSION_SEED'] ?? 7)
const QUERIES = Number(process.env['FUSION_QUERIES'] ?? 150)

let db: PGlite
let checked: readonly CheckedCase[] = []

beforeAll(async () => {
  db = await startPglite()
  const draw = createDraw(SEED)
  const selects = Array.from({ length: QUERIES }, () => drawEntrypoint(draw))
  checked = await checkCases(db, selects, { only: 'proven', moments: 2 })
})
afterAll(() => db.close())

describe('random entrypoints', () => {
  it('whatever is proven does not move with what is recorded later', () => {
    const wrong = checked.filter(({ check }) => check?.outcome === 'moved')
    expect(wrong.map(({ select, check }) => ({ select, changes: check?.movement?.changes }))).toEqual([])
  })

  it('some of each are proven, and rows were compared', () => {
    const proven = checked.filter(({ check }) => check !== undefined)
    expect(proven.length).toBeGreaterThan(QUERIES / 10)
    expect(proven.length).toBeLessThan(QUERIES / 1.5)
    const compared = proven.filter(({ check }) => check?.outcome === 'same' && check.rows > 5)
    expect(compared.length).toBeGreaterThan(proven.length / 2)
  })
})
