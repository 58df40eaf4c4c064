import { type Asserted, assertCertified } from './assert-certified.js'
import type { Certificate } from './certificate.js'
import { askedKeys, hasNotations, keysSql, PLACE, sameKeys, sameKeysSql } from './keys.js'
import { BATCH, type OpenedRead, Read, type ReadSettings } from './read.js'
import { aborted, asReaderError, expired, inTransaction, ReaderError } from './reader-error.js'
import { type ReaderSettings, requireBatchSize, requireSettings, requireStore } from './reader-settings.js'
import { itemsOf, requireSelection, type Selection } from './selection.js'
import type { Connection } from './session/connection.js'
import { openSession } from './session/open-session.js'
import type { OpenSession, ReadSession } from './session/session.js'
import type { KeyOf, RowOf, RowWith, Store } from './store.js'

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

type Begun = OpenedRead & Pick<Asserted, 'keyTypes'>

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
   * @throws ReaderError FS424 where the guard refuses, FS426 to FS431, FS434 for a setting.
   * @example
   * const read = await reader.open({ from: '2025-01-01', to: '2025-01-31' })
   * for await (const row of read.rows()) train(row)
   * save(model, read.certificate)
   */
  async open<const Settings extends ReadSettings & ReadOptions>(
    selection: Selection,
    settings?: Settings,
  ): Promise<Read<Description, RowWith<Description, Settings>>> {
    requireSelection(selection)
    requireBatchSize(settings?.batchSize)
    return new Read(this.#store, selection, settings ?? {}, await this.#begin(settings?.signal))
  }

  /**
   * Reads the rows of some keys, in queries of 20,000 keys and in one snapshot.
   *
   * @param keys objects with the key columns, or lists of their values in the order of the key. Each once.
   * @throws ReaderError FS421 and FS422 for the keys, FS423 where a key has two rows, FS424 where the guard refuses, FS425
   *   to FS430, FS434 for a setting.
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
      const { certificate, left, keyTypes } = await assertCertified(session, this.#store, this.#settings)
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
}

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

/** Takes the place off a row. */
function takePlace(row: object): number {
  const place: unknown = Reflect.get(row, PLACE)
  Reflect.deleteProperty(row, PLACE)
  return Number(place) - 1
}

/**
 * A reader of a certified store.
 *
 * @param connection of a role that is a member of the trainer role. A client must be connected and in no transaction.
 * @param store from `stores.ts`, which `fusion build` writes.
 * @throws ReaderError FS434 for a setting that is not valid.
 */
export function createReader<const Description extends Store>(
  connection: Connection,
  store: Description,
  settings: ReaderSettings = {},
): Reader<Description> {
  requireStore(store)
  requireSettings(settings)
  return new Reader(store, openSession(connection, store), settings)
}
