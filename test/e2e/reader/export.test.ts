import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldersOf } from '../../../src/app/context.js'
import { exportRows } from '../../../src/app/export/export.js'
import type { ExportOptions } from '../../../src/app/export/export-options.js'
import type { ExportRecord } from '../../../src/app/export/export-report.js'
import { Interrupts } from '../../../src/app/interrupts.js'
import { silent } from '../../../src/app/ports.js'
import {
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  GUARDED,
  startCertifiedStores,
} from '../../support/certified-store.js'
import { runCli } from '../../support/run-cli.js'
import { spawnCli } from '../../support/spawn-cli.js'

const root = join(import.meta.dirname, '../../..')
const RANGE = ['--from', '2024-01-01', '--to', '2024-12-31', '--entrypoint', ENTRYPOINT]

let stores: CertifiedStores
let owner: Client
let folder: string
let env: NodeJS.ProcessEnv
let range: { from: string; to: string }
/** Days enough to stop between two of them, and few enough to export them many times. */
let someDays: { from: string; to: string }

beforeAll(async () => {
  stores = await startCertifiedStores(18)
  owner = await stores.fresh('exported')
  // A number that no double has, and times of a microsecond.
  await owner.query(
    `UPDATE "iPhone".iphone_listings SET edited_date = edited_date + interval '1 microsecond'`,
  )
  await owner.query(`INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date)
    SELECT 15, 9007199254740993, max(edited_date) FROM "iPhone".iphone_listings`)
  const { rows } = await owner.query<{ from: string; to: string }>(
    `SELECT min(d)::text AS "from", max(d)::text AS "to" FROM (SELECT (edited_date AT TIME ZONE 'UTC')::date AS d FROM ${ENTRYPOINT}) AS days`,
  )
  range = rows[0] ?? { from: '', to: '' }
  const { rows: days } = await owner.query<{ day: string }>(
    `SELECT DISTINCT (edited_date AT TIME ZONE 'UTC')::date::text AS day FROM ${ENTRYPOINT} ORDER BY 1 LIMIT 60`,
  )
  someDays = { from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '' }
  folder = mkdtempSync(join(tmpdir(), 'fusion-export-'))
  const url = new URL(stores.native.server.url)
  url.pathname = '/exported'
  env = { ...process.env, DATABASE_URL: url.href, FUSION_CACHE_DIR: join(folder, 'cache') }
})
afterAll(async () => {
  await stores?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const exporting = (out: string, ...more: string[]) =>
  runCli(
    [
      'export',
      '--project',
      root,
      '--from',
      range.from,
      '--to',
      range.to,
      '--entrypoint',
      ENTRYPOINT,
      '--out',
      out,
      ...more,
    ],
    env,
  )

/** What another program reads of the files. */
async function duckdb(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    await connection.run(`SET TimeZone = 'UTC'`)
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const recordOf = (path: string): ExportRecord => JSON.parse(readFileSync(path, 'utf8')) as ExportRecord

describe('fusion export', () => {
  it('writes what another program reads as the same rows, with types, NULLs and the certificate', async () => {
    const out = join(folder, 'train.parquet')
    const { code, stdout, stderr } = await exporting(out, '--t0')
    expect([code, stderr.replaceAll(/^.*exporting.*\n|^connecting.*\n/gm, '')]).toEqual([
      0,
      expect.not.stringContaining('FS'),
    ])
    expect(stdout).toContain('rows of ml.v_damage_fusion_features_v2_scored_train_v, 60 columns')
    expect(readdirSync(folder).toSorted()).toEqual(['cache', 'train.parquet', 'train.parquet.json'])

    const record = recordOf(`${out}.json`)
    const columns = record.columns.map(({ name }) => name)
    const schema = await duckdb(
      `SELECT name, type, repetition_type, converted_type, logical_type FROM parquet_schema('${out}') WHERE num_children IS NULL`,
    )
    expect(schema.map(({ name }) => name)).toEqual(columns)
    expect(Object.fromEntries(schema.map(({ name, repetition_type }) => [name, repetition_type]))).toEqual(
      Object.fromEntries(
        record.columns.map(({ name, nullable }) => [name, nullable ? 'OPTIONAL' : 'REQUIRED']),
      ),
    )
    const described = await duckdb(`DESCRIBE SELECT * FROM '${out}'`)
    const types = Object.fromEntries(
      described.map(({ column_name, column_type }) => [column_name, column_type]),
    )
    expect(types).toMatchObject({
      generation: 'INTEGER',
      listing_id: 'BIGINT',
      img_stock_ratio: 'DOUBLE',
      img_damage_scored: 'BOOLEAN',
      batt_bucket: 'VARCHAR',
      edited_date: 'TIMESTAMP WITH TIME ZONE',
    })

    const text = (name: string): string =>
      name === 'edited_date'
        ? `epoch_us(edited_date)::varchar AS edited_date`
        : `"${name}"::varchar AS "${name}"`
    const there = await duckdb(
      `SELECT ${columns.map(text).join(', ')} FROM '${out}' ORDER BY generation, "${columns[1]}"::bigint`,
    )
    const ofPostgres = (name: string): string =>
      name === 'edited_date'
        ? '(extract(epoch FROM e.edited_date) * 1000000)::bigint::text AS edited_date'
        : `g."${name}"::text AS "${name}"`
    const { rows } = await owner.query<Record<string, unknown>>(
      `SELECT ${columns.map(ofPostgres).join(', ')} FROM ${GUARDED} g JOIN ${ENTRYPOINT} e USING (generation, listing_id) ORDER BY g.generation, g.listing_id`,
    )
    // The one writes 1.0 and the other 1.
    const plain = (all: readonly Record<string, unknown>[]) =>
      all.map((row) =>
        columns.map((name) => (/^-?\d+\.\d+$/.test(String(row[name])) ? Number(row[name]) : row[name])),
      )
    const numeric = (all: readonly Record<string, unknown>[]) =>
      plain(all).map((row) =>
        row.map((value) =>
          value !== null && /^-?\d{1,15}(\.\d+)?$/.test(String(value)) ? Number(value) : value,
        ),
      )
    expect(numeric(there)).toEqual(numeric(rows))
    expect(there.some(({ listing_id }) => listing_id === '9007199254740993')).toBe(true)
    expect(record.rows).toBe(rows.length)
    for (const { name, nulls } of record.columns)
      expect([name, nulls]).toEqual([name, rows.filter((row) => row[name] === null).length])

    const metadata = await duckdb(
      `SELECT decode(value) AS value FROM parquet_kv_metadata('${out}') WHERE decode(key) = 'fusion_store'`,
    )
    expect(JSON.parse(String(metadata[0]?.['value']))).toEqual({
      project: 'fusion_store',
      certificate: record.certificate,
    })
    expect(record).toMatchObject({
      format: 1,
      entrypoint: ENTRYPOINT,
      relation: GUARDED,
      snapshots: 1,
      ...range,
    })
    expect(record.files).toEqual([
      expect.objectContaining({ file: 'train.parquet', bytes: statSync(out).size, rows: rows.length }),
    ])
    const encodings = await duckdb(
      `SELECT DISTINCT encodings FROM parquet_metadata('${out}') WHERE path_in_schema = 'batt_bucket'`,
    )
    expect(JSON.stringify(encodings)).toContain('RLE_DICTIONARY')
  })

  it('gives the same bytes for the same rows and certificate, and keeps what is there unless told', async () => {
    const [one, two] = [join(folder, 'one.parquet'), join(folder, 'two.parquet')]
    expect((await exporting(one)).code).toBe(0)
    expect((await exporting(two)).code).toBe(0)
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true)
    const again = await exporting(one)
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining(`FS620 ${one} exists`)])
    expect((await exporting(one, '--overwrite')).code).toBe(0)
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true)
  })

  it('writes a file for each day that has rows, and replaces them', async () => {
    const out = join(folder, 'days')
    expect((await exporting(out, '--partition', 'day')).code).toBe(0)
    const record = recordOf(join(out, '_export.json'))
    const { rows } = await owner.query<{ day: string; n: number }>(
      `SELECT (edited_date AT TIME ZONE 'UTC')::date::text AS day, count(*)::int AS n FROM ${ENTRYPOINT} GROUP BY 1 ORDER BY 1`,
    )
    expect(record.files.map(({ from, rows: n }) => ({ day: from, n }))).toEqual(rows)
    expect(readdirSync(out).toSorted()).toEqual(
      [...rows.map(({ day }) => `day=${day}`), '_export.json'].toSorted(),
    )
    const [found] = await duckdb(
      `SELECT count(*)::int AS n, count(DISTINCT day)::int AS days FROM read_parquet('${out}/*/*.parquet', hive_partitioning = true)`,
    )
    expect(found).toEqual({ n: record.rows, days: rows.length })
    const first = rows[0]?.day ?? ''
    const shorter = await runCli(
      [
        'export',
        '--project',
        root,
        '--from',
        first,
        '--to',
        first,
        '--entrypoint',
        ENTRYPOINT,
        '--out',
        out,
        '--partition',
        'day',
        '--overwrite',
      ],
      env,
    )
    expect(shorter.code).toBe(0)
    expect(recordOf(join(out, '_export.json')).files).toHaveLength(1)
    expect((await duckdb(`SELECT count(*)::int AS n FROM '${out}/*/*.parquet'`))[0]).toEqual({
      n: rows[0]?.n,
    })
  })

  it('describes itself as Croissant and as an OpenLineage event', async () => {
    const out = join(folder, 'described.parquet')
    expect((await exporting(out, '--croissant', '--openlineage')).code).toBe(0)
    const read = (what: string): Record<string, unknown> =>
      JSON.parse(readFileSync(`${out}.${what}.json`, 'utf8')) as Record<string, unknown>
    const [file] = recordOf(`${out}.json`).files
    expect(read('croissant')).toMatchObject({
      '@type': 'sc:Dataset',
      name: 'fusion_store',
      distribution: [{ contentUrl: 'described.parquet', sha256: file?.sha256 }],
    })
    expect(read('openlineage')).toMatchObject({
      eventType: 'COMPLETE',
      inputs: [{ name: 'exported.iPhone.iphone_listings' }, { name: 'exported.ml.iphone_image_features_v1' }],
      outputs: [{ outputFacets: { outputStatistics: { rowCount: file?.rows } } }],
    })
  })

  it('an export of days without rows is a file without rows', async () => {
    const out = join(folder, 'none.parquet')
    const { code } = await runCli(
      ['export', '--project', root, ...RANGE.with(1, '1999-01-01').with(3, '1999-01-02'), '--out', out],
      env,
    )
    expect(code).toBe(0)
    expect((await duckdb(`SELECT count(*)::int AS n FROM '${out}'`))[0]).toEqual({ n: 0 })
  })
})

/** An export in this process that fails when it has written so many batches. */
const failing = (
  out: string,
  after = Number.POSITIVE_INFINITY,
  partition?: 'day',
  others: Partial<ExportOptions> = {},
) => {
  let batches = 0
  return exportRows(
    {
      ...someDays,
      databaseUrl: env['DATABASE_URL'],
      entrypoint: ENTRYPOINT,
      out,
      partition,
      t0: false,
      least: 10,
      overwrite: false,
      ...others,
    },
    {
      ...foldersOf(root, 'generated', root),
      env,
      interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
      progress: {
        ...silent,
        update() {
          if (++batches > after) throw new Error('stopped')
        },
      },
      tell: () => undefined,
    },
  )
}

describe('an export that was interrupted', () => {
  it.each([undefined, 'day'] as const)(
    'goes on after its last whole day (partition %s)',
    async (partition) => {
      const name = partition ?? 'one'
      const [whole, out] = [join(folder, `whole-${name}`), join(folder, `stopped-${name}`)]
      await failing(whole, undefined, partition)
      await expect(failing(out, 4, partition)).rejects.toThrow('stopped')
      await expect(failing(out, 3, partition)).rejects.toThrow('stopped')
      expect(existsSync(partition === undefined ? out : join(out, '_export.json'))).toBe(false)
      const { record } = await failing(out, undefined, partition)
      expect(record.snapshots).toBe(3)
      const expected = recordOf(partition === undefined ? `${whole}.json` : join(whole, '_export.json'))
      expect(record.files.map(({ sha256, rows }) => [sha256, rows])).toEqual(
        expected.files.map(({ sha256, rows }) => [sha256, rows]),
      )
    },
  )

  it('trusts no day that is not as it was written, and leaves no day of another export', async () => {
    const out = join(folder, 'distrust')
    await expect(failing(out, 4, 'day')).rejects.toThrow('stopped')
    const days = readdirSync(out).filter((name) => name.startsWith('day='))
    expect(days.length).toBeGreaterThan(2)
    rmSync(join(out, days[1] ?? ''), { recursive: true })
    const { record } = await failing(out, undefined, 'day')
    expect(record.snapshots).toBe(2)
    for (const { file, rows } of record.files)
      expect((await duckdb(`SELECT count(*)::int AS n FROM '${join(out, file)}'`))[0]).toEqual({ n: rows })
    expect(readdirSync(out).filter((name) => name.startsWith('day='))).toHaveLength(record.files.length)
  })

  it('begins anew under another certificate', async () => {
    const out = join(folder, 'recertified')
    await expect(failing(out, 4)).rejects.toThrow('stopped')
    await owner.query('CALL audit.run_t0_cert_fusion_store_v1(3, false)')
    const { record } = await failing(out)
    expect(record.snapshots).toBe(1)
  })

  it('by a kill leaves whole files alone, and the next run ends with the same bytes', async () => {
    const [whole, out] = [join(folder, 'unkilled'), join(folder, 'killed')]
    await failing(whole, undefined, 'day')
    const hasDay = (): boolean =>
      existsSync(out) && readdirSync(out).some((name) => existsSync(join(out, name, 'rows.parquet')))
    const child = spawnCli(
      [
        'export',
        '--project',
        root,
        '--from',
        someDays.from,
        '--to',
        someDays.to,
        '--entrypoint',
        ENTRYPOINT,
      ].concat(['--out', out, '--partition', 'day']),
      env,
    )
    const ended = once(child, 'exit')
    while (child.exitCode === null && !hasDay()) await sleep(1)
    child.kill('SIGKILL')
    await ended
    expect(existsSync(join(out, '_export.json'))).toBe(false)
    const left = await runCli(
      [
        'export',
        '--project',
        root,
        '--from',
        someDays.from,
        '--to',
        someDays.to,
        '--entrypoint',
        ENTRYPOINT,
      ].concat(['--out', out, '--partition', 'day']),
      env,
    )
    expect(left.code).toBe(0)
    const [record, expected] = [out, whole].map((path) => recordOf(join(path, '_export.json')))
    expect(record?.snapshots).toBe(2)
    expect(record?.files).toEqual(expected?.files)
    expect(readdirSync(out)).toEqual(readdirSync(whole))
  })

  it('while it runs, another one of the same file is refused', async () => {
    const out = join(folder, 'locked')
    let second: Promise<unknown> | undefined
    const first = failing(out)
    while (!existsSync(join(`${out}.part`, 'lock'))) await sleep(1)
    second = failing(out)
    const outcomes = await Promise.allSettled([first, second])
    const codes = outcomes.map((one) =>
      one.status === 'rejected' ? (one.reason as Error).message.slice(0, 5) : 'written',
    )
    expect(codes[0]).toBe('written')
    expect(['FS620', 'FS621', 'written']).toContain(codes[1])
  })
})

const never = Number.POSITIVE_INFINITY

/** What a sidecar says of its files, and what they are. */
const hashesOf = (dir: string, sidecar: string) => {
  const files = recordOf(sidecar).files.map(({ file, sha256: said }) => ({ file, said }))
  return { said: files, found: files.map(({ file }) => ({ file, said: sha256Of(join(dir, file)) })) }
}
const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

describe('a sidecar is never beside files that it does not describe', () => {
  it('a file that was put in place and not yet described has none, which the next run says', async () => {
    const out = join(folder, 'undescribed.parquet')
    const sidecar = `${out}.json`
    const anew = { overwrite: true, t0: true } as const
    await failing(out, never, undefined, { croissant: true, openlineage: true })
    const before = sha256Of(out)
    await expect(failing(out, 2, undefined, anew)).rejects.toThrow('stopped')
    expect([sha256Of(out), recordOf(sidecar).files[0]?.sha256]).toEqual([before, before])

    // The sidecar cannot be written: nothing happens after the file is in its place, as after a kill.
    mkdirSync(`${sidecar}.new`)
    await expect(failing(out, never, undefined, anew)).rejects.toThrow(`FS623 ${sidecar} cannot be written`)
    rmdirSync(`${sidecar}.new`)
    expect(sha256Of(out)).not.toBe(before)
    expect(readdirSync(folder).filter((name) => name.startsWith('undescribed'))).toEqual([
      'undescribed.parquet',
    ])
    // What a kill leaves besides.
    mkdirSync(`${out}.part`)
    await expect(failing(out)).rejects.toThrow(
      `FS620 ${out} exists without undescribed.parquet.json, which says what is in it`,
    )
    await failing(out, never, undefined, anew)
    const { said, found } = hashesOf(folder, sidecar)
    expect(said).toEqual(found)
    expect(existsSync(`${out}.part`)).toBe(false)

    rmSync(out)
    await expect(failing(out)).rejects.toThrow(`FS620 ${sidecar} exists`)
  })

  it.each(['in its middle', 'before its sidecar'])(
    'a folder whose replacement stops %s has none, and the next run ends it',
    async (moment) => {
      const out = join(folder, `replaced ${moment}`)
      const sidecar = join(out, '_export.json')
      await failing(out, never, 'day', { croissant: true })
      const days = recordOf(sidecar).files.map(({ from }) => from)
      const anew = { t0: true, from: days[1] ?? '', to: days.at(-2) ?? '' }
      const isLate = moment === 'before its sidecar'
      if (isLate) mkdirSync(`${sidecar}.new`)
      await expect(failing(out, isLate ? never : 1, 'day', { ...anew, overwrite: true })).rejects.toThrow(
        isLate ? 'FS623' : 'stopped',
      )
      if (isLate) rmdirSync(`${sidecar}.new`)
      const described = readdirSync(out).filter((name) => name.startsWith('_export'))
      expect(described).toEqual(['_export.part.json'])
      const { record } = await failing(out, never, 'day', anew)
      expect(record.snapshots).toBe(2)
      const { said, found } = hashesOf(out, sidecar)
      expect(said).toEqual(found)
      // No day of what was replaced is left.
      const [count] = await duckdb(`SELECT count(*)::int AS n FROM '${out}/*/*.parquet'`)
      expect(count).toEqual({ n: record.rows })
      expect(said).toHaveLength(days.length - 2)
    },
  )
})

describe('a symbolic link', () => {
  it.each([undefined, 'day'] as const)(
    'stays one: what it points at is written (partition %s)',
    async (partition) => {
      const name = partition ?? 'file'
      const [real, link] = [join(folder, `real-${name}`), join(folder, `link-${name}`)]
      await failing(real, never, partition)
      symlinkSync(real, link)
      await expect(failing(link, never, partition)).rejects.toThrow('FS620')
      const { out, sidecar, record } = await failing(link, never, partition, { overwrite: true, t0: true })
      expect(out).toBe(link)
      expect(sidecar).toBe(partition === undefined ? `${real}.json` : join(real, '_export.json'))
      expect(lstatSync(link).isSymbolicLink()).toBe(true)
      const { said, found } = hashesOf(partition === undefined ? folder : real, sidecar)
      expect(said).toEqual(found)
      expect(record.columns.map((column) => column.name)).toContain('edited_date')
      expect(readdirSync(folder).filter((one) => one.startsWith(`link-${name}`))).toEqual([`link-${name}`])
    },
  )

  it.each([undefined, 'day'] as const)(
    'to nothing is refused and stays as it is (partition %s)',
    async (partition) => {
      const name = partition ?? 'file'
      const [gone, link] = [join(folder, `gone-${name}`), join(folder, `dangling-${name}`)]
      symlinkSync(gone, link)
      for (const overwrite of [false, true])
        await expect(failing(link, never, partition, { overwrite })).rejects.toThrow(
          `FS623 ${link} cannot be written: it is a symbolic link to ${gone}, which does not exist`,
        )
      expect([lstatSync(link).isSymbolicLink(), existsSync(gone)]).toEqual([true, false])
    },
  )
})

describe('is refused', () => {
  it('without the guard, with what the guard says', async () => {
    await owner.query(
      `UPDATE audit.t0_cert_registry SET certified_at = now() - interval '3 days' WHERE entrypoint = '${ENTRYPOINT}'`,
    )
    const { code, stderr } = await exporting(join(folder, 'stale.parquet'))
    expect([code, stderr]).toEqual([2, expect.stringMatching(/FS424 .* its certificate is stale since/)])
    expect(existsSync(join(folder, 'stale.parquet'))).toBe(false)
  })

  it('with days that are none, and in the wrong order', async () => {
    const at = (...days: string[]) =>
      runCli(['export', '--project', root, ...days, '--out', join(folder, 'x')], env)
    expect((await at('--from', 'May', '--to', '2025-01-01')).stderr).toContain('Expected a UTC day')
    expect((await at('--from', '2025-02-30', '--to', '2025-03-01')).stderr).toContain(
      'FS431 from is "2025-02-30"',
    )
    expect((await at('--from', '2025-02-02', '--to', '2025-02-01')).stderr).toContain('FS431 the days end')
  })
})
