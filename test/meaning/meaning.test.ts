import { beforeAll, expect, it } from 'vitest'
import { type Held, holdToMeaning } from './hold-to-meaning.js'

/** Constructs that a few hundred projects draw; what is missing here is a gap in the generator. */
const CONSTRUCTS = 115
const PROJECTS = 250

let held: Held
beforeAll(async () => {
  held = await holdToMeaning({ projects: PROJECTS, seed: 20_261_126 })
}, 600_000)

it('gives the rows, columns and types of the plain reading for random projects', () => {
  expect(held.fault).toBeUndefined()
})

it('compares: nearly all projects are accepted, and they have rows', () => {
  expect(held.outcomes.get('same')).toBeGreaterThan(PROJECTS * 0.9)
  expect(held.rows).toBeGreaterThan(PROJECTS)
})

it('draws every construct', () => {
  expect(held.constructs.size).toBeGreaterThanOrEqual(CONSTRUCTS)
})
