import type { Certificate } from './certificate.js'
import type { KeyType } from './keys.js'
import { isInvalidValue, ReaderError } from './reader-error.js'
import { INTERVAL, invalidSetting, type ReaderSettings } from './reader-settings.js'
import type { ReadSession } from './session/session.js'
import { literal, type Store } from './store.js'

interface Opening {
  /** As text, whatever the process makes of JSON and of numbers. */
  readonly certificate: string | null
  readonly left: string
}

export interface Asserted {
  readonly certificate: Certificate
  /** Milliseconds until the certificate expires. */
  readonly left: number
  /** Of the key columns. */
  readonly keyTypes: readonly KeyType[]
}

/** A column of the guarded view. */
interface Found extends KeyType {
  readonly name: string
  readonly type: string
}

/** The type below all domains of the column `a`, without its length; -1 writes `bpchar`, as `character` has a length. */
const BASE_TYPE = `WITH RECURSIVE base (oid, below) AS (
    SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
    UNION ALL SELECT t.oid, t.typbasetype FROM base JOIN pg_catalog.pg_type t ON t.oid = base.below
  ) SELECT pg_catalog.format_type(base.oid, -1) FROM base WHERE base.below = 0`

/** The collation of the column `a` where it takes different texts for equal; NULL otherwise. */
const COLLATION = `SELECT pg_catalog.format('%I.%I', n.nspname, c.collname)
  FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
  WHERE c.oid = a.attcollation AND NOT c.collisdeterministic`

/** How Postgres writes values: with all digits, and the same in every session. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['extra_float_digits', '1'],
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['bytea_output', 'hex'],
  ['TimeZone', 'UTC'],
]

/** Under which `format_type` writes the schema of every type that is not built in, as `fusion build` has it. */
const NO_SCHEMAS = ['search_path', ''] as const

/** As the rows of a VALUES. */
const sessionSettings = ({ timeout }: ReaderSettings): string =>
  [
    ...SETTINGS,
    ...(timeout === undefined
      ? []
      : [['statement_timeout', String(Math.max(1, Math.round(timeout)))] as const]),
    NO_SCHEMAS,
  ]
    .map(([name, value]) => `(${literal(name)}, ${literal(value)})`)
    .join(', ')

/** Asks the guard, takes the certificate and checks that the view is the one that was described. */
export async function assertCertified(
  session: ReadSession,
  store: Store,
  settings: ReaderSettings,
): Promise<Asserted> {
  const { entrypoint, guarded } = store
  const [before] = await session.rows<{ path: string }>(
    `SELECT pg_catalog.current_setting('search_path') AS path, pg_catalog.set_config(s.name, s.value, true) FROM (VALUES ${sessionSettings(settings)}) AS s (name, value)`,
  )
  const opening = await askGuard(session, store, settings)
  const found = await session.rows<Found>(
    `SELECT a.attname::text AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, (${BASE_TYPE}) AS base, (${COLLATION}) AS collation
       FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = pg_catalog.to_regclass(${literal(guarded)}) AND a.attnum > 0 AND NOT a.attisdropped`,
  )
  // Functions below the view may search the schemas of the session.
  await session.rows(`SELECT pg_catalog.set_config('search_path', ${literal(before?.path ?? '')}, true)`)
  const differs = differing(store, new Map(found.map(({ name, type }) => [name, type])))
  if (differs.length > 0)
    throw new ReaderError(
      'FS430',
      `${guarded} is not the one of the generated files: ${differs.join(', ')}`,
      'Install the generated SQL of the same build, or build for this database.',
    )
  if (opening?.certificate == null)
    throw new ReaderError(
      'FS424',
      `${entrypoint} has no certificate`,
      'Run psql -f generated/sql/install.sql of the store, which certifies it.',
    )
  const columns = new Map(found.map((column) => [column.name, column]))
  return {
    certificate: JSON.parse(opening.certificate) as Certificate,
    left: Number(opening.left),
    keyTypes: store.key.map((name) => columns.get(name) ?? { base: 'text', collation: null }),
  }
}

async function askGuard(
  session: ReadSession,
  { entrypoint, maxAge: own }: Store,
  { maxAge }: ReaderSettings,
): Promise<Opening | undefined> {
  const age = literal(maxAge ?? own)
  try {
    const [opening] = await session.rows<Opening>(
      `SELECT c.certificate::text AS certificate,
         (extract(epoch FROM (c.certificate ->> 'certified_at')::timestamptz
           + least(${age}::interval, (c.certificate ->> 'max_age')::interval) - pg_catalog.clock_timestamp()) * 1000)::text AS left
       FROM (SELECT audit._certificate(${literal(entrypoint)}::text) AS certificate) AS c
       WHERE audit._require_certified_strict(${literal(entrypoint)}::text, ${age}::interval)`,
    )
    return opening
  } catch (error) {
    if (maxAge !== undefined && isInvalidValue(error)) throw invalidSetting('maxAge', maxAge, INTERVAL, error)
    throw error
  }
}

const differing = ({ columns }: Store, types: ReadonlyMap<string, string>): readonly string[] => {
  const names = new Set(columns.map(({ name }) => name))
  return [
    ...columns.flatMap(({ name, type }) => {
      const there = types.get(name)
      if (there === type) return []
      return [there === undefined ? `it has no column ${name}` : `${name} is ${there} instead of ${type}`]
    }),
    ...[...types.keys()].filter((name) => !names.has(name)).map((name) => `it also has the column ${name}`),
  ]
}
