import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../src/certify')
const MOST = 120

/** Prettier formats SQL, but neither comments nor the PL/pgSQL in function bodies. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'))

describe.each(files.toSorted())('%s', (file) => {
  const text = readFileSync(join(root, file), 'utf8')

  it(`has lines of at most ${MOST} characters`, () => {
    expect(text.split('\n').filter((line) => line.length > MOST)).toEqual([])
  })

  it('revokes every function that it creates from PUBLIC', () => {
    const created = [...text.matchAll(/^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) audit\.(\w+)/gm)]
    const revoked = [...text.matchAll(/^REVOKE ALL\s+ON (?:FUNCTION|PROCEDURE)\s+audit\.(\w+)/gm)]
    expect(revoked.map(([, name]) => name)).toEqual(created.map(([, name]) => name))
  })
})
