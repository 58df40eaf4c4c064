import { attempt, failureOf } from '../attempt.js'
import type { MeaningSession } from '../compare-views.js'
import type { Reading } from './target.js'

/** How queries are read. */
export interface ReadingSettings {
  /** The transaction is undone to an earlier point after the last query, so that it may fail. */
  readonly isUndone?: boolean
  /**
   * Plans each query for the present rows: what Postgres has computed while planning, such as the result of a function
   * that is wrongly declared IMMUTABLE, is of these rows.
   */
  readonly isFresh?: boolean
}

/**
 * Reads the same queries over ever other rows, in one transaction. Each is planned once: for few rows of large views,
 * planning takes ten times as long as reading.
 */
export class QueryReader {
  readonly #session: MeaningSession
  /** Names of prepared statements, by query. */
  readonly #prepared = new Map<string, string>()

  constructor(session: MeaningSession) {
    this.#session = session
  }

  /** What some queries return. One that fails has no effect on the next. */
  async read(
    queries: readonly string[],
    { isUndone = false, isFresh = false }: ReadingSettings = {},
  ): Promise<Reading[]> {
    const readings: Reading[] = []
    for (const [at, query] of queries.entries()) {
      let rows: Reading = { rows: [] }
      const reading = async (): Promise<void> => {
        const statement = isFresh ? query : `EXECUTE ${await this.#nameOf(query)}`
        const found = await this.#session.query<{ row: (string | null)[] }>(statement)
        rows = { rows: found.map(({ row }) => row) }
      }
      const isLast = isUndone && at === queries.length - 1
      const error = isLast ? await failureOf(reading) : await attempt(this.#session, reading)
      readings.push(error === undefined ? rows : { error })
    }
    return readings
  }

  async #nameOf(query: string): Promise<string> {
    const known = this.#prepared.get(query)
    if (known !== undefined) return known
    const name = `fusion_read_${this.#prepared.size + 1}`
    await this.#session.exec(`PREPARE ${name} AS ${query}`)
    this.#prepared.set(query, name)
    return name
  }

  /** Text that drops what was prepared, which outlives a transaction. Empty if nothing was. */
  get dropping(): string {
    return [...this.#prepared.values()].map((name) => `DEALLOCATE ${name}; `).join('')
  }
}
