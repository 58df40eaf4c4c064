import type pg from 'pg'
import { ClientSession, copyStatement } from '../client-session.js'
import { copyBatches } from './copy-batches.js'
import { EngineCopy } from './engine-copy.js'

/** Maximum number of characters of COPY text in memory. */
const BATCH = 8 * 1024 * 1024

/** A session with the embedded engine. It differs from a server only in COPY, which needs complete statements. */
export class EngineSession extends ClientSession {
  readonly #inTransaction: () => boolean
  readonly #ended: () => void

  constructor(client: pg.Client, inTransaction: () => boolean, ended: () => void) {
    super(client)
    this.#inTransaction = inTransaction
    this.#ended = ended
  }

  override async copyIn(
    relation: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<void> {
    const statement = copyStatement(relation, columns)
    await this.#allOrNone(async () => {
      for await (const rows of copyBatches(chunks, BATCH)) {
        await new Promise<void>((resolve, reject) => {
          this.client.query(new EngineCopy(statement, rows, { resolve, reject }))
        })
      }
    })
  }

  override async close(): Promise<void> {
    await super.close()
    this.#ended()
  }

  async #allOrNone(work: () => Promise<void>): Promise<void> {
    if (this.#inTransaction()) return await work()
    await this.exec('BEGIN')
    try {
      await work()
    } catch (error) {
      await this.exec('ROLLBACK')
      throw error
    }
    await this.exec('COMMIT')
  }
}
