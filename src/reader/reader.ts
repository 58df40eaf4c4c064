import type { Certificate } from './certificate.js'
import { askedKeys, hasNotations, keysSql, type KeyType, PLACE, sameKeys, sameKeysSql } from './keys.js'
import { BATCH, type OpenedRead, Read, type ReadSettings } from './read.js'
import { aborted, asReaderError, expired, inTransaction, ReaderError } from './reader-error.js'
import { itemsOf, type Selection } from './selection.js'
import type { Connection } from './session/connection.js'
import { openSession } from './session/open-session.js'
import type { OpenSession, ReadSession } from './session/session.js'
import { type KeyOf, literal, type RowOf, type Store } from './store.js'

export interface ReaderSettings {
  /**
   * Age at which this reader no longer accepts the certificate, as SQL writes an interval; at most that of the store,
   * which is the default.
   */
  readonly maxAge?: string
  /** Milliseconds after which the server ends a query. Default: what the connection has. */
  readonly timeout?: number
}

export interface ReadOptions {
  /** Aborts the read: what runs is canceled, and an error with the code FS426 is thrown. */
  readonly signal?: AbortSignal
}

/** The rows of some keys. */
export interface KeyedRows<Row> {
  /** In the order of the keys; undefined where the store has no row of the key. */
  readonly rows: readonly (Row | undefined)[]
  /** The keys without a row, as they were asked for. */
  readonly missing: readonly unknown[]
  readonly certificate: Certificate
}

interface Opening {
  /** As text, whatever the process makes of JSON and of numbers. */
  readonly certificate: string | null
  readonly left: string
}

interface Asserted {
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

type Begun = OpenedRead & Pick<Asserted, 'keyTypes'>

/** The type below all domains of the column `a`, without its length; -1 writes `bpchar`, as `character` has a length. */
const BASE_TYPE = `WITH RECURSIVE base (oid, below) AS (
    SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
    UNION ALL SELECT t.oid, t.typbasetype FROM base JOIN pg_catalog.pg_type t ON t.oid = base.below
  ) SELECT pg_catalog.format_type(base.oid, -1) FROM base WHERE base.below = 0`

/** The collation of the column `a` where it takes different texts for equal; NULL otherwise. */
const COLLATION = `SELECT pg_catalog.format('%I.%I', n.nspname, c.collname)
  FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
  WHERE c.oid = a.attcollation AND NOT c.collisdeterministic`

/** Reads a certified store, each time under a certificate and in one snapshot. */
export class Reader<Description extends Store> {
  readonly #store: Description
  readonly #open: OpenSession
  readonly #settings: ReaderSettings

  /** @internal */
  constructor(store: Description, open: OpenSession, settings: ReaderSettings) {
    this.#store = store
    this.#open = open
    this.#settings = settings
  }

  /**
   * Opens a read of all rows or of some days. Take its rows with `rows()` or `batches()`; where you take none, close it.
   *
   * @throws ReaderError FS424 where the guard refuses, FS426 to FS431.
   * @example
   * const read = await reader.open({ from: '2025-01-01', to: '2025-01-31' })
   * for await (const row of read.rows()) train(row)
   * save(model, read.certificate)
   */
  async open(selection: Selection, settings: ReadSettings & ReadOptions = {}): Promise<Read<Description>> {
    requireBatchSize(settings.batchSize)
    return new Read(this.#store, selection, settings, await this.#begin(settings.signal))
  }

  /**
   * Reads the rows of some keys, in queries of 20,000 keys and in one snapshot.
   *
   * @param keys objects with the key columns, or lists of their values in the order of the key. Each once.
   * @throws ReaderError FS421 and FS422 for the keys, FS423 where a key has two rows, FS424 where the guard refuses, FS425
   *   to FS430.
   */
  async byKeys(
    keys: Iterable<KeyOf<Description>>,
    { signal, batchSize = BATCH }: ReadOptions & Pick<ReadSettings, 'batchSize'> = {},
  ): Promise<KeyedRows<RowOf<Description>>> {
    requireBatchSize(batchSize)
    const asked = [...keys]
    const texts = askedKeys(asked, this.#store)
    const opened = await this.#begin(signal)
    const { session, keyTypes } = opened
    const listsOf = (some: typeof texts) => this.#store.key.map((_, at) => some.map((text) => text[at] ?? ''))
    const rows: (RowOf<Description> | undefined)[] = Array.from({ length: asked.length })
    let found = 0
    try {
      if (hasNotations(this.#store)) {
        const [same] = await session.rows<{ first: number; other: number }>(
          sameKeysSql(keyTypes),
          listsOf(texts),
        )
        if (same) throw sameKeys(same.first - 1, same.other - 1, texts[same.first - 1] ?? [])
      }
      const sql = keysSql(this.#store, itemsOf(this.#store), keyTypes)
      for (let from = 0; from < texts.length; from += batchSize) {
        const batch = texts.slice(from, from + batchSize)
        for (const row of await session.rows<RowOf<Description>>(sql, listsOf(batch))) {
          const place = from + takePlace(row)
          if (rows[place] !== undefined) throw this.#twice(row, found)
          rows[place] = row
          found += 1
        }
        if (signal?.aborted === true) throw aborted({ rows: found })
        if (performance.now() >= opened.deadline) throw expired(opened.certificate, found)
      }
    } catch (error) {
      await opened.end(true)
      throw asReaderError(error, found, signal)
    }
    await opened.end(false)
    const missing = found === asked.length ? [] : asked.filter((_, at) => rows[at] === undefined)
    return { rows, missing, certificate: opened.certificate }
  }

  #twice(row: object, rows: number): ReaderError {
    const key = this.#store.key.map((name) => `${name} ${String(Reflect.get(row, name))}`).join(', ')
    return new ReaderError(
      'FS423',
      `${this.#store.guarded} has two rows of ${key}`,
      'fusion verify lists such keys; the certificate should not have been given.',
      { rows },
    )
  }

  async #begin(signal: AbortSignal | undefined): Promise<Begun> {
    let session: ReadSession | undefined
    let isBroken = false
    let canceling: Promise<void> | undefined
    const cancel = (): void => {
      canceling = session?.cancel()
    }
    /** A cancel that arrives late must not hit whoever has the connection next. */
    const finish = async (held: ReadSession, command: string): Promise<void> => {
      signal?.removeEventListener('abort', cancel)
      await canceling
      await held
        .rows(command)
        .catch(() => held.rows('ROLLBACK'))
        .catch(() => {
          isBroken = true
        })
      held.release(isBroken)
    }
    let isBegun = false
    try {
      session = await openUnlessAborted(this.#open, signal)
      signal?.addEventListener('abort', cancel, { once: true })
      await requireNoTransaction(session)
      isBegun = true
      await session.rows('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      const { certificate, left, keyTypes } = await this.#assert(session)
      const held = session
      let ended: Promise<void> | undefined
      const end = (failed: boolean): Promise<void> => (ended ??= finish(held, failed ? 'ROLLBACK' : 'COMMIT'))
      return { session, certificate, deadline: performance.now() + left, signal, end, keyTypes }
    } catch (error) {
      if (session && isBegun) await finish(session, 'ROLLBACK')
      // A transaction of somebody else is left as it is.
      else session?.release(false)
      throw asReaderError(error, 0, signal)
    }
  }

  /** Asks the guard, takes the certificate and checks that the view is the one that was described. */
  async #assert(session: ReadSession): Promise<Asserted> {
    const { entrypoint, maxAge, guarded } = this.#store
    const { timeout } = this.#settings
    const settings = [
      ...SETTINGS,
      ...(timeout === undefined
        ? []
        : [['statement_timeout', String(Math.max(1, Math.round(timeout)))] as const]),
    ].map(([name, value]) => `(${literal(name)}, ${literal(value)})`)
    await session.rows(
      `SELECT pg_catalog.set_config(s.name, s.value, true) FROM (VALUES ${settings.join(', ')}) AS s (name, value)`,
    )
    const age = literal(this.#settings.maxAge ?? maxAge)
    const [opening] = await session.rows<Opening>(
      `SELECT c.certificate::text AS certificate,
         (extract(epoch FROM (c.certificate ->> 'certified_at')::timestamptz
           + least(${age}::interval, (c.certificate ->> 'max_age')::interval) - pg_catalog.clock_timestamp()) * 1000)::text AS left
       FROM (SELECT audit._certificate(${literal(entrypoint)}::text) AS certificate) AS c
       WHERE audit._require_certified_strict(${literal(entrypoint)}::text, ${age}::interval)`,
    )
    const found = await session.rows<Found>(
      `SELECT a.attname::text AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, (${BASE_TYPE}) AS base, (${COLLATION}) AS collation
       FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = pg_catalog.to_regclass(${literal(guarded)}) AND a.attnum > 0 AND NOT a.attisdropped`,
    )
    const differs = differing(this.#store, new Map(found.map(({ name, type }) => [name, type])))
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
      keyTypes: this.#store.key.map((name) => columns.get(name) ?? { base: 'text', collation: null }),
    }
  }
}

/** How Postgres writes values: with all digits, and the same in every session. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['extra_float_digits', '1'],
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['bytea_output', 'hex'],
  ['TimeZone', 'UTC'],
]

/** A pool may have no connection to give for a long time. */
async function openUnlessAborted(open: OpenSession, signal: AbortSignal | undefined): Promise<ReadSession> {
  if (signal?.aborted === true) throw aborted()
  const opening = open()
  if (signal === undefined) return await opening
  let give = (): void => undefined
  const stopped = new Promise<'stopped'>((resolve) => {
    give = () => resolve('stopped')
    signal.addEventListener('abort', give, { once: true })
  })
  const first = await Promise.race([opening, stopped])
  signal.removeEventListener('abort', give)
  if (first !== 'stopped') return first
  void opening.then(
    (late) => late.release(false),
    () => undefined,
  )
  throw aborted()
}

/** Outside of a transaction, each statement begins its own. */
async function requireNoTransaction(session: ReadSession): Promise<void> {
  const [row] = await session.rows<{ free: unknown }>(
    `SELECT CASE WHEN pg_catalog.now() = pg_catalog.statement_timestamp() THEN 'free' END AS free`,
  )
  if (row?.free !== 'free') throw inTransaction()
}

function requireBatchSize(size: unknown): void {
  if (size === undefined || (Number.isSafeInteger(size) && Number(size) >= 1)) return
  throw new RangeError(`batchSize is ${String(size)}; it is a whole number of 1 or more.`)
}

/** Takes the place off a row. */
function takePlace(row: object): number {
  const place: unknown = Reflect.get(row, PLACE)
  Reflect.deleteProperty(row, PLACE)
  return Number(place) - 1
}

const differing = ({ columns }: Store, types: ReadonlyMap<string, string>): readonly string[] =>
  columns.flatMap(({ name, type }) => {
    const there = types.get(name)
    if (there === type) return []
    return [there === undefined ? `it has no column ${name}` : `${name} is ${there} instead of ${type}`]
  })

/**
 * A reader of a certified store.
 *
 * @param connection of a role that is a member of the trainer role. A client must be connected and in no transaction.
 * @param store from `stores.ts`, which `fusion build` writes.
 */
export function createReader<const Description extends Store>(
  connection: Connection,
  store: Description,
  settings: ReaderSettings = {},
): Reader<Description> {
  return new Reader(store, openSession(connection, store), settings)
}
