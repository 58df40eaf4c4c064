import { describe, expect, test } from 'vitest'
import { buildContext, type Context } from '../../src/app/context.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import { chooseEngine } from '../../src/postgres/choose-engine.js'

const codesOf = (work: () => unknown): readonly string[] => {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error
    return error.diagnostics.map(({ code, message, hint }) => `${code} ${message} ${hint}`)
  }
}

describe('chooseEngine', () => {
  test('the flag wins over the environment, and what is empty counts as absent', () => {
    expect(chooseEngine({ env: {} })).toBeUndefined()
    expect(chooseEngine({ flag: '', env: { FUSION_ENGINE: '' } })).toBeUndefined()
    expect(chooseEngine({ env: { FUSION_ENGINE: 'native' } })).toBe('native')
    expect(chooseEngine({ flag: '', env: { FUSION_ENGINE: 'native' } })).toBe('native')
    expect(chooseEngine({ flag: 'embedded', env: { FUSION_ENGINE: 'native' } })).toBe('embedded')
  })

  test('an unknown one is an error that names where it comes from', () => {
    expect(codesOf(() => chooseEngine({ flag: 'url', env: {} }))).toEqual([
      'FS512 --engine names an unknown engine, url. Use one of embedded, native.',
    ])
    expect(codesOf(() => chooseEngine({ env: { FUSION_ENGINE: 'Native' } }))).toEqual([
      'FS512 FUSION_ENGINE names an unknown engine, Native. Use one of embedded, native.',
    ])
    expect(chooseEngine({ flag: 'native', env: { FUSION_ENGINE: 'Native' } })).toBe('native')
  })

  test('it is chosen before anything else is done', () => {
    const context = { env: { FUSION_ENGINE: 'pglite' }, projectDir: '/nowhere' } as unknown as Context
    expect(codesOf(() => buildContext(context))).toHaveLength(1)
  })
})
