import { attempt, failureOf } from '../attempt.js'
import type { MeaningSession } from '../compare-views.js'
import type { Reading } from './target.js'

/**
 * Functions of users that are declared IMMUTABLE. Postgres computes what they return for constants when it plans a query,
 * also where they read tables, which they should not. Those in C belong to extensions.
 */
const IMMUTABLE = `
  SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
  WHERE p.oid >= 16384 AND p.provolatile = 'i' AND l.lanname NOT IN ('c', 'internal') LIMIT 1`

/**
 * Reads the same queries over ever other rows, in one transaction. Each is planned once where that cannot matter: for few
 * rows of large views, planning takes most of the time.
 */
export class QueryReader {
  readonly #session: MeaningSession
  /** Names of prepared statements, by query. */
  readonly #prepared = new Map<string, string>()
  #isPlannedOnce = false

  constructor(session: MeaningSession) {
    this.#session = session
  }

  /** Called when everything that the queries read and call exists. */
  async begin(): Promise<void> {
    this.#isPlannedOnce = (await this.#session.query(IMMUTABLE)).length === 0
  }

  /**
   * What some queries return. One that fails has no effect on the next.
   *
   * @param isUndone whether everything is undone afterward, so that the last query may fail.
   */
  async read(queries: readonly string[], isUndone: boolean): Promise<Reading[]> {
    const readings: Reading[] = []
    for (const [at, query] of queries.entries()) {
      let rows: Reading = { rows: [] }
      const reading = async (): Promise<void> => {
        const statement = this.#isPlannedOnce ? `EXECUTE ${await this.#nameOf(query)}` : query
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
