import { expect, test } from 'vitest'
import { storedLeaks } from '../../src/app/build/stored-leaks.js'
import type { AnalyzedProject } from '../../src/model/analyzed-project.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import type { Leak } from '../../src/model/leak.js'

const leaks: readonly Leak[] = [
  { kind: 'clock', what: 'now()', column: 'age' },
  { kind: 'addition', what: 'avg(double precision)', column: 'mean' },
]
const relation = (name: string, reads: string | null, more: object = {}) => ({
  schema: 'shop',
  name,
  kind: reads === null ? 'source' : 'view',
  dependsOn: reads === null ? [] : [{ schema: 'shop', name: reads }],
  leaks: [],
  ...more,
})
const judge = async (stored: object, more: object = {}) => {
  const relations = [
    relation('offers', null),
    relation('means', 'offers', { leaks }),
    relation('means_s', 'means', { stored }),
    relation('entry', 'means_s'),
  ]
  const found = await storedLeaks(
    { certifications: [], views: [], ...more } as unknown as CompiledProject,
    { relations } as unknown as AnalyzedProject,
  )
  const said = (all: typeof found.errors) => all.map(({ code, message }) => `${code} ${message}`)
  return { errors: said(found.errors), notes: said(found.notes) }
}
const ADDITION =
  'FS246 avg(double precision) adds floating-point numbers in the order in which rows are stored, which changes the last digits: rows of shop.means_s can differ from those of its view'

test('the clock is an error where triggers say what changes, and a note where all is computed', async () => {
  expect(await judge({ refresh: 'byKey', track: 'triggers' })).toEqual({
    errors: [
      'FS245 now() reads the clock, so the answer depends on the time of the query, and no trigger tells shop.means_s when its rows change',
    ],
    notes: [ADDITION],
  })
  const noted = {
    errors: [],
    notes: [
      'FS246 now() reads the clock, so the answer depends on the time of the query: rows of shop.means_s can differ from those of its view',
      ADDITION,
    ],
  }
  expect(await judge({ refresh: 'byKey', track: 'compare' })).toEqual(noted)
  expect(await judge({ refresh: 'full', track: 'triggers' })).toEqual(noted)
})

test('what is certified is judged by the gates, and an order that is declared total is not noted', async () => {
  const certification = {
    entrypoint: { schema: 'shop', name: 'entry' },
    aliases: [],
    allowedFunctions: [],
    ordered: [],
  }
  const stored = { refresh: 'byKey', track: 'triggers' }
  expect(await judge(stored, { certifications: [certification] })).toEqual({ errors: [], notes: [] })
  const other = {
    ...certification,
    entrypoint: { schema: 'shop', name: 'offers' },
    ordered: [{ relation: { schema: 'shop', name: 'means' }, column: 'mean', reason: 'ties are equal' }],
  }
  const { errors, notes } = await judge(stored, { certifications: [other] })
  expect(errors).toHaveLength(1)
  expect(notes).toEqual([])
})
