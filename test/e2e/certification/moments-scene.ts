import { certificationArtifacts } from '../../../src/certify/install/index.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import type { CompiledCertification } from '../../../src/model/certification.js'
import type { Client } from '../../support/certified-store.js'

const relation = (name: string) => ({ schema: 'shop', name })

/** Columns of every kind of date or time, by name, as the entrypoint computes them from the T0 `at`. */
export const MOMENTS: Readonly<Record<string, string>> = {
  day: 'e.at::date',
  clock: 'e.at::time',
  zoned_clock: "timetz '10:00+02'",
  plain: 'e.at',
  zoned: "timezone('UTC', e.at)",
  days: 'ARRAY[e.at::date]',
  stamps: "ARRAY[timezone('UTC', e.at)]",
  span: 'tsrange(e.at, NULL)',
  zoned_span: "tstzrange(timezone('UTC', e.at), NULL)",
  day_span: 'daterange(e.at::date, NULL)',
  spans: 'tsmultirange(tsrange(e.at, NULL))',
  born: 'e.at::date::shop.birthday',
  pair: 'ROW(1, e.at::date)::shop.dated',
}
/** Columns that are of no date or time, whatever they are called. */
export const OTHERS: Readonly<Record<string, string>> = {
  age: "interval '2 hours'",
  epoch: 'extract(epoch FROM e.at)::bigint',
  date: "'today'::text",
  timestamp: '1',
  flag: 'e.at IS NOT NULL',
  numbers: 'ARRAY[1]',
  number_span: 'int4range(1, 2)',
  json: `'{"at": "2024-01-01"}'::jsonb`,
  code: 'ROW(1, 2)::shop.undated',
  length: '5::shop.size',
  year: "date_part('year', e.at)",
  words: "'2024-01-01'",
}

const list = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, sql]) => `, ${sql} AS "${name}"`)
    .join('')

const SCENE = `
  CREATE SCHEMA up; CREATE SCHEMA shop;
  CREATE TYPE shop.dated AS (n int, d date); CREATE TYPE shop.undated AS (n int, m int);
  CREATE DOMAIN shop.birthday AS date; CREATE DOMAIN shop.size AS int;
  CREATE TABLE up.e (id int, at timestamp, n int);
  INSERT INTO up.e VALUES (1, '2024-01-01 10:00', 1), (1, '2024-01-02 10:00', 1), (2, '2024-01-02 11:00', 2);
  CREATE VIEW shop.entry AS SELECT e.id, e.at, e.n${list(MOMENTS)}${list(OTHERS)} FROM up.e;
  CREATE VIEW shop.read AS SELECT e.id, e.at, e.n FROM shop.entry e
    WHERE (SELECT audit.require_certified_strict('shop.entry', NULL));`

const certified: CompiledCertification = {
  entrypoint: relation('entry'),
  t0: 'at',
  key: ['id', 'at'],
  aliases: [relation('read')],
  guarded: relation('read'),
  checked: relation('entry'),
  contract: 'SELECT id, at, n IS NOT NULL AS known FROM shop.entry',
  invariants: [{ name: 'known', comment: 'It is known.' }],
  maxAge: '24 hours',
  baselineDays: 7,
  procedure: 'run_moments',
  roles: { trainer: 'moments_trainer', certifier: 'moments_certifier' },
  allowedFunctions: [],
  t0Features: {},
  moments: {},
  drift: { policy: 'allow' },
  ordered: [],
  place: {},
}

/** The generated file of a number for the store with other declarations. */
export function sqlOf(number: string, declared: Partial<CompiledCertification> = {}): string {
  const project = {
    name: 'moments',
    types: [],
    sources: [],
    views: [],
    files: [],
    reader: { int8: 'string', numeric: 'string' },
    certifications: [{ ...certified, ...declared }],
  } as const
  const files = certificationArtifacts(project, readAuditPart)
  return files.find(({ path }) => path.startsWith(`sql/${number}_`))?.text ?? ''
}

/** Makes the store, and a baseline of its data. */
export async function makeScene(client: Client): Promise<void> {
  for (const sql of [sqlOf('00'), SCENE, sqlOf('03'), sqlOf('05')]) await client.query(sql)
  await client.query(`CALL audit.capture_dataset_baseline('shop.entry', 7)`)
}
