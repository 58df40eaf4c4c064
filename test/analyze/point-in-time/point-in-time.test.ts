import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPglite } from '../../support/pglite.js'
import { checkCases, type CheckedCase, ROWS } from './check-cases.js'
import { innocents } from './innocents.js'
import { leaks } from './leaks.js'

let db: PGlite
let checked: readonly CheckedCase[] = []

beforeAll(async () => {
  db = await startPglite()
  const selects = [...leaks, ...innocents].map(({ select }) => select)
  checked = await checkCases(db, selects, { moments: 3 })
})
afterAll(() => db.close())

describe('a read that sees the future', () => {
  it.each(leaks.map((one, at) => ({ ...one, at })))(
    '$name: is not proven, and rows of the past move',
    ({ at, leaks: expected }) => {
      const { unproven, check } = checked[at] ?? {}
      expect(unproven).toEqual(expected)
      expect(check).toMatchObject({ outcome: 'moved', reason: null })
      // The changes are of sources that are not proven.
      const changes = check?.movement?.changes ?? []
      expect(changes.length).toBeGreaterThan(0)
      expect(expected).toEqual(expect.arrayContaining(changes.map(({ source }) => source)))
    },
  )
})

describe('a read that does not', () => {
  it.each(innocents.map((one, n) => ({ ...one, at: leaks.length + n })))(
    '$name: is proven, and no row of the past moves',
    ({ at }) => {
      const { unproven, check } = checked[at] ?? {}
      expect(unproven).toEqual([])
      expect(check).toMatchObject({ outcome: 'same', reason: null, movement: null })
      expect(check?.rows).toBeGreaterThan(5)
      expect(check?.changes).toBeGreaterThan(ROWS)
    },
  )
})
