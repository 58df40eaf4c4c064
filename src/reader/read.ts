import type { Certificate } from './certificate.js'
import { readBinaryCopy } from './columns/binary-copy.js'
import type { ColumnBatch } from './columns/batch.js'
import { columnItem, planColumn, type PlannedColumn } from './columns/column-plan.js'
import { fromRows, textItem } from './columns/from-rows.js'
import { aborted, asReaderError, expired } from './reader-error.js'
import { addsT0, dayText, itemsOf, type Selection, type SelectionOptions, selectionSql } from './selection.js'
import type { ReadSession } from './session/session.js'
import { quoted, type RowOf, type Store } from './store.js'

const CURSOR = 'fusion_store_reader'
/** Rows that are fetched at a time, and of a batch. */
export const BATCH = 20_000

export interface ReadSettings extends SelectionOptions {
  /** Rows that are held at a time. Default: 20,000. */
  readonly batchSize?: number
}

/** Some rows in the order of their T0, with the UTC day of the last one. */
export interface DayBatch {
  readonly batch: ColumnBatch
  readonly day: string
  /** Whether no row of that day follows. */
  readonly endsDay: boolean
}

/** What a read runs in: a connection, its certificate, and when it expires. */
export interface OpenedRead {
  readonly session: ReadSession
  readonly certificate: Certificate
  /** By the clock of `performance.now()`. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  /** Ends the transaction and frees the connection. */
  readonly end: (failed: boolean) => Promise<void>
}

/**
 * A read in one snapshot, under one certificate. Its rows can be taken once, as rows or as column batches; when they
 * have all been taken, or the loop over them is left, it is closed.
 */
export class Read<Description extends Store, Row = RowOf<Description>> implements AsyncDisposable {
  /** To be kept with what is computed from the rows. */
  readonly certificate: Certificate
  readonly #store: Description
  readonly #selection: Selection
  readonly #settings: ReadSettings
  readonly #opened: OpenedRead
  #state: 'open' | 'reading' | 'closed' = 'open'
  #rows = 0
  #taken: AsyncGenerator<unknown, void> | undefined

  /** @internal */
  constructor(store: Description, selection: Selection, settings: ReadSettings, opened: OpenedRead) {
    this.certificate = opened.certificate
    this.#store = store
    this.#selection = selection
    this.#settings = settings
    this.#opened = opened
  }

  /** The columns of a batch, in their order: those of the guarded view, and the T0 where it is asked for. */
  get columns(): readonly PlannedColumn[] {
    const own = this.#store.columns.map(planColumn)
    return this.#hasT0 ? [...own, this.#t0] : own
  }

  /** Of all rows, some may be none of the entrypoint; those of days have a T0. */
  get #t0(): PlannedColumn {
    const { column, type } = this.#store.t0
    return planColumn({ name: column, type, nullable: this.#selection === 'all' })
  }

  get #hasT0(): boolean {
    return addsT0(this.#store, this.#settings)
  }

  /** The rows one by one, in constant memory, of the types of `rows.ts`. */
  rows(): AsyncIterable<Row> {
    return this.#take(async function* (this: Read<Description, Row>) {
      const items = [...itemsOf(this.#store), ...(this.#hasT0 ? [`e.${quoted(this.#store.t0.column)}`] : [])]
      for await (const rows of this.#fetched<Row>(items)) yield* rows
    })
  }

  /** The rows as batches of columns, in constant memory. */
  batches(): AsyncIterable<ColumnBatch> {
    return this.#take(function (this: Read<Description, Row>) {
      return this.#batchesOf()
    })
  }

  /**
   * The rows in the order of their T0, as batches that end with a day where they have `least` rows.
   *
   * @param from the first day that is read, of those of this read.
   */
  daily(least: number, from?: string): AsyncIterable<DayBatch> {
    return this.#take(async function* (this: Read<Description, Row>) {
      const selection = this.#selection
      if (selection === 'all') throw new Error('A read of all rows has no days.')
      const { session } = this.#opened
      if (session.copy === undefined)
        throw new Error('Kysely cannot read days one after another: give its pool or a client.')
      const { plans, items, t0At, isExtra } = this.#withT0()
      const days = { from: from ?? selection.from, to: selection.to }
      const sql = selectionSql(this.#store, days, items, { ordered: true })
      const pieces = session.copy(`COPY (${sql}) TO STDOUT (FORMAT binary)`)
      const cut = { column: t0At, least }
      for await (const { batch, day, endsDay } of readBinaryCopy(pieces, plans, this.#size, cut)) {
        this.#check(batch.length)
        const columns = isExtra ? batch.columns.slice(0, -1) : batch.columns
        yield { batch: { ...batch, columns }, day: dayText(day), endsDay }
      }
    })
  }

  /** The columns with the T0 among them, which is taken off again where it was not asked for. */
  #withT0() {
    const { columns, t0 } = this.#store
    const own = columns.findIndex(({ name }) => name === t0.column)
    const plans = this.columns
    const isExtra = own < 0 && !this.#hasT0
    const all = isExtra ? [...plans, this.#t0] : plans
    const items = all.map((plan, at) => columnItem(plan, at < columns.length ? 'g' : 'e'))
    return { plans: all, items, t0At: own < 0 ? all.length - 1 : own, isExtra }
  }

  async *#batchesOf(): AsyncGenerator<ColumnBatch, void> {
    const plans = this.columns
    const items = plans.map((plan, at) => columnItem(plan, at < this.#store.columns.length ? 'g' : 'e'))
    const { session } = this.#opened
    if (session.copy) {
      const pieces = session.copy(`COPY (${this.#sql(items)}) TO STDOUT (FORMAT binary)`)
      for await (const { batch } of readBinaryCopy(pieces, plans, this.#size)) {
        this.#check(batch.length)
        yield batch
      }
      return
    }
    const texts = plans.map((plan, at) => `${textItem(plan, items[at] ?? '')} AS c${at}`)
    for await (const rows of this.#fetched<Record<string, string | null>>(texts)) yield fromRows(rows, plans)
  }

  /** Ends the read before its end. It can be called again. */
  async close(): Promise<void> {
    // Where rows are being taken, this ends the loop, and with it what runs.
    await this.#taken?.return()
    this.#state = 'closed'
    await this.#opened.end(false)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #size(): number {
    return this.#settings.batchSize ?? BATCH
  }

  #sql(items: readonly string[]): string {
    return selectionSql(this.#store, this.#selection, items, this.#settings)
  }

  async *#fetched<R>(items: readonly string[]): AsyncGenerator<readonly R[], void> {
    const { session } = this.#opened
    await session.rows(`DECLARE ${CURSOR} NO SCROLL CURSOR FOR ${this.#sql(items)}`)
    for (;;) {
      const rows = await session.rows<R>(`FETCH FORWARD ${this.#size} FROM ${CURSOR}`)
      this.#check(rows.length)
      if (rows.length > 0) yield rows
      if (rows.length < this.#size) break
    }
    await session.rows(`CLOSE ${CURSOR}`)
  }

  /** Before rows are handed out. */
  #check(rows: number): void {
    const { deadline, signal, certificate } = this.#opened
    if (signal?.aborted === true) throw aborted({ rows: this.#rows })
    if (performance.now() >= deadline) throw expired(certificate, this.#rows)
    this.#rows += rows
  }

  #take<T>(generate: (this: Read<Description, Row>) => AsyncGenerator<T, void>): AsyncIterable<T> {
    if (this.#state !== 'open') throw new Error('The rows of a read can be taken once; open another one.')
    this.#state = 'reading'
    const values = this.#guarded(generate.call(this))
    this.#taken = values
    return {
      [Symbol.asyncIterator]: () => {
        if (this.#state === 'closed') throw new Error('The read was closed; open another one.')
        return values
      },
    }
  }

  async *#guarded<T>(values: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
    let failed = false
    try {
      yield* values
    } catch (error) {
      failed = true
      throw asReaderError(error, this.#rows, this.#opened.signal)
    } finally {
      this.#state = 'closed'
      await this.#opened.end(failed)
    }
  }
}
