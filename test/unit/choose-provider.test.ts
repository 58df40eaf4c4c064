import { describe, expect, test } from 'vitest'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import { chooseProvider } from '../../src/postgres/choose.js'

const url = 'postgresql://somewhere/db'

describe('chooseProvider', () => {
  test.each([
    ['nothing given', {}, 'embedded', 'no database is given'],
    ['DATABASE_URL', { env: { DATABASE_URL: url } }, 'url', 'DATABASE_URL is set'],
    ['PGSERVICE', { env: { PGSERVICE: 'warehouse' } }, 'url', 'PGSERVICE is set'],
    ['PGHOST', { env: { PGHOST: 'db' } }, 'url', 'PGHOST is set'],
    ['PGDATABASE', { env: { PGDATABASE: 'db' } }, 'url', 'PGDATABASE is set'],
    ['--database-url', { databaseUrl: url }, 'url', '--database-url is given'],
    [
      '--database-url before PGHOST',
      { databaseUrl: url, env: { PGHOST: 'x' } },
      'url',
      '--database-url is given',
    ],
    ['FUSION_PROVIDER', { env: { FUSION_PROVIDER: 'docker' } }, 'docker', 'FUSION_PROVIDER selects it'],
    ['--provider', { flag: 'native' }, 'native', '--provider selects it'],
    [
      'FUSION_PROVIDER before a URL',
      { databaseUrl: url, env: { FUSION_PROVIDER: 'native' } },
      'native',
      'FUSION',
    ],
    [
      '--provider before all',
      { flag: 'embedded', databaseUrl: url, env: { FUSION_PROVIDER: 'docker' } },
      'embedded',
      '--p',
    ],
    [
      'a user and a password alone',
      { env: { PGUSER: 'me', PGPASSWORD: 'x', PGPORT: '1' } },
      'embedded',
      'no database',
    ],
    [
      'empty values',
      { flag: '', databaseUrl: '', env: { FUSION_PROVIDER: '', PGHOST: '' } },
      'embedded',
      'no database',
    ],
  ])('%s', (_, input, kind, because) => {
    const choice = chooseProvider({ env: {}, ...input })
    expect(choice.kind).toBe(kind)
    expect(choice.because).toContain(because)
  })

  test.each([
    ['--provider', { flag: 'mysql', env: {} }],
    ['FUSION_PROVIDER', { env: { FUSION_PROVIDER: 'mysql' } }],
  ])('%s with an unknown name is a fault and not the default', (source, input) => {
    const choosing = (): unknown => chooseProvider(input)
    expect(choosing).toThrow(DiagnosticError)
    expect(choosing).toThrow(`FS501 ${source} names an unknown provider, mysql.`)
  })
})
