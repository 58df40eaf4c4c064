import { describe, expect, test } from 'vitest'
import { askGuard } from '../../src/certify/run/ask-guard.js'
import { errorCode, reasonOf } from '../../src/model/error-code.js'
import type { Session } from '../../src/postgres/session.js'
import { writeDiagnostic } from '../../src/output/write-diagnostic.js'

const withCode = (code: unknown, message = 'said'): Error => Object.assign(new Error(message), { code })

describe('the code of an error', () => {
  test.each([
    ['an SQLSTATE', withCode('42P01'), '42P01'],
    ['a code of the system', withCode('ENOENT'), 'ENOENT'],
    ['the first of several', new AggregateError([withCode('ECONNREFUSED'), withCode('x')]), 'ECONNREFUSED'],
    ['none that is a number', withCode(7), undefined],
    ['none of what is not an error', { code: 'ENOENT' }, undefined],
  ])('is %s', (_, error, code) => expect(errorCode(error)).toBe(code))

  test('stands in for a message that is empty', () => {
    expect(reasonOf(new AggregateError([withCode('ECONNREFUSED', '')]))).toBe('ECONNREFUSED')
    expect(reasonOf(withCode('x', 'one\ntwo'))).toBe('one')
  })

  test('says of writing something only where the file system gave it', () => {
    const bug = withCode('ERR_INVALID_ARG_TYPE')
    expect(writeDiagnostic(bug, 'out')).toBe(bug)
    const full = Object.assign(withCode('ENOSPC'), { syscall: 'write' })
    expect(writeDiagnostic(full, 'out')).toMatchObject({ diagnostics: [{ code: 'FS552' }], cause: full })
  })
})

describe('asking the guard', () => {
  const failing = (error: Error): Session => ({ query: () => Promise.reject(error) }) as unknown as Session

  test.each(['FSC01', 'FSC02', 'FSC03', 'FSC04'])('%s closes the relation', async (code) => {
    expect(await askGuard(failing(withCode(code)), 's.v')).toEqual({
      open: false,
      code,
      reason: 'said',
      hint: '',
    })
  })

  test.each(['FSC05', 'FSC06', 'FSC08', 'FSC09', 'FSC10', '42501', 'toString'])(
    '%s is no answer of the guard',
    async (code) => {
      const error = withCode(code)
      await expect(askGuard(failing(error), 's.v')).rejects.toBe(error)
    },
  )
})
