import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SmtSolver } from '../../src/solver/z3.js'
import { startZ3 } from '../support/z3.js'

let z3: SmtSolver
beforeAll(async () => {
  z3 = await startZ3()
})
afterAll(() => z3.close())

/** More text than the package copies at once, so that a text that is freed too early would be noticed. */
const padding = Array.from({ length: 2_000 }, (_, at) => `(declare-const pad${at} Int)`).join('\n')

describe('z3', () => {
  it('finds that nothing fulfills a contradiction, and that something fulfills the rest', async () => {
    const script = `(declare-const x Int)(assert (> x 3))`
    expect(await z3.ask(`${script}(assert (< x 4))`)).toBe('unsat')
    expect(await z3.ask(`${script}(assert (< x 5))`)).toBe('sat')
  })

  it('gives the same answer to long texts, many times', async () => {
    const answers = new Set<string>()
    for (let at = 0; at < 40; at += 1)
      answers.add(await z3.ask(`${padding}(assert (> pad7 ${at}))(assert (< pad7 ${at}))`))
    expect([...answers]).toEqual(['unsat'])
  })

  it('proves nothing from a text that it cannot read', async () => {
    expect(await z3.ask('(assert false')).toBe('unknown')
    expect(await z3.ask('(assert (= unheard-of 1))(assert false)')).toBe('unknown')
  })

  it('gives up instead of running on', async () => {
    const cubes = `(declare-const x Int)(declare-const y Int)(declare-const z Int)
      (assert (= (+ (* x x x) (* y y y) (* z z z)) 114))`
    expect(await z3.ask(cubes)).toBe('unknown')
  })

  it('says which one it is', () => {
    expect(z3.name).toMatch(/^z3 5\.\d+\.\d+$/)
  })
})
