import { expect, test } from 'vitest'
import { emitInstall } from '../../src/emit/emit-install.js'
import { runOrder } from '../../src/model/sql-files.js'

const certification = [
  '06_run_certification.sql',
  '00_audit_framework.sql',
  '05_cert_functions.sql',
  '04_baseline_dataset_hashes_30.sql',
  '03_baseline_viewdefs.sql',
]

test('files run in the order of the project, not of their names', () => {
  expect(runOrder(['z.sql', '10_a.sql', '2_b.sql', '04_own.sql'], certification)).toEqual([
    '00_audit_framework.sql',
    'z.sql',
    '10_a.sql',
    '2_b.sql',
    '04_own.sql',
    '03_baseline_viewdefs.sql',
    '04_baseline_dataset_hashes_30.sql',
    '05_cert_functions.sql',
    '06_run_certification.sql',
  ])
})

test('names are quoted as psql reads them, and what reads the data is left out on demand', () => {
  const { path, text } = emitInstall(
    'shop\n\\! rm',
    runOrder(["it's new/daily views.sql", '04_own.sql'], certification),
  )
  expect(path).toBe('sql/install.sql')
  const lines = text.split('\n')
  // Nothing but what is meant is a command.
  expect(lines.filter((line) => line.startsWith('\\'))).toEqual([
    '\\set ON_ERROR_STOP on',
    "\\ir '00_audit_framework.sql'",
    "\\ir 'it''s new/daily views.sql'",
    "\\ir '04_own.sql'",
    "\\ir '03_baseline_viewdefs.sql'",
    '\\if :{?definitions}',
    '\\else',
    "\\ir '04_baseline_dataset_hashes_30.sql'",
    '\\endif',
    "\\ir '05_cert_functions.sql'",
    '\\if :{?definitions}',
    '\\else',
    "\\ir '06_run_certification.sql'",
    '\\endif',
  ])
  expect(emitInstall('plain', ['a.sql']).text).not.toContain('definitions')
})
