import { describe, expect, test } from 'vitest'
import { databaseDiagnostic } from '../../src/certify/run/database-diagnostic.js'
import { inSnapshot, inTransaction } from '../../src/certify/run/in-transaction.js'
import type { Session } from '../../src/postgres/session.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'

describe('an error of the database', () => {
  const attempt = { of: 'audit', left: 'nothing was written', who: 'a member of robots' } as const
  const server = (code: string, message = 'said the server', hint?: string): Error =>
    Object.assign(new Error(message), { severity: 'ERROR', code, ...(hint && { hint }) })
  const found = (error: unknown, of: 'audit' | 'store' = 'audit') => {
    const fault = databaseDiagnostic(error, { ...attempt, of })
    return fault instanceof DiagnosticError ? fault.diagnostics[0] : undefined
  }

  test.each([
    ['3F000', 'FS902'],
    ['42883', 'FS902'],
    ['FSC01', 'FS903'],
    ['42501', 'FS904'],
    ['57P01', 'FS905'],
    ['08006', 'FS905'],
    ['57014', 'FS906'],
    ['55P03', 'FS906'],
    ['25006', 'FS910'],
    ['22023', 'FS907'],
    ['FSC06', 'FS907'],
  ])('%s is %s, in its own words', (sqlstate, code) => {
    expect(found(server(sqlstate))).toMatchObject({
      code,
      message: expect.stringContaining('said the server'),
    })
  })

  test('of a store that is not there is no fault of the audit schema', () => {
    expect(found(server('42P01'), 'store')).toMatchObject({ code: 'FS908' })
  })

  test('of a materialized view without rows says to refresh it', () => {
    const message = 'materialized view "ranks" has not been populated'
    expect(found(server('55000', message, 'Use the REFRESH MATERIALIZED VIEW command.'))).toMatchObject({
      code: 'FS908',
      hint: expect.stringContaining('fusion refresh'),
    })
    expect(found(server('55000'))).toMatchObject({ code: 'FS907' })
  })

  test('keeps the hint of the server, and says what was left', () => {
    expect(found(server('22023', 'no', 'Do this.'))).toMatchObject({
      message: 'the database reported an error: no (22023); nothing was written',
      hint: 'Do this.',
    })
    expect(found(server('42501'))?.hint).toBe('Connect as a member of robots.')
  })

  test('may be a connection that is gone', () => {
    expect(found(new Error('Connection terminated unexpectedly'))).toMatchObject({ code: 'FS905' })
    expect(found(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toMatchObject({
      code: 'FS905',
    })
  })

  test('or a bug, which stays one', () => {
    const bug = new TypeError('x is not a function')
    expect(databaseDiagnostic(bug, attempt)).toBe(bug)
  })
})

describe('a transaction', () => {
  /** Notes what is executed; fails at the statements that begin as said. */
  const session = (failing = /^never/) => {
    const said: string[] = []
    const exec = async (sql: string): Promise<void> => {
      said.push(sql.split(/[ ;]/)[0] ?? '')
      if (failing.test(sql)) throw new Error('Connection terminated unexpectedly')
    }
    return { said, session: { exec } as unknown as Session }
  }
  const fails = async (): Promise<never> => {
    throw new Error('the first error')
  }

  test('is committed, or rolled back with the first error', async () => {
    const good = session()
    expect(await inTransaction(good.session, async () => 7)).toBe(7)
    expect(good.said).toEqual(['BEGIN', 'COMMIT'])
    const bad = session(/^ROLLBACK/)
    await expect(inTransaction(bad.session, fails)).rejects.toThrow('the first error')
    expect(bad.said).toEqual(['BEGIN', 'ROLLBACK'])
  })

  test('that breaks while it is committed may be written or not, and that is said', async () => {
    await expect(inTransaction(session(/^COMMIT/).session, async () => 7)).rejects.toMatchObject({
      diagnostics: [{ code: 'FS909', message: expect.stringContaining('may be written or not') }],
    })
  })

  test('that only reads is never committed', async () => {
    const { said, session: read } = session()
    expect(await inSnapshot(read, async () => 7)).toBe(7)
    expect(said).toEqual(['BEGIN', 'ROLLBACK'])
  })
})
