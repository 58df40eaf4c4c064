import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ResultTable, Session } from './session.js'

/** A session over a connected `pg` client. */
export class ClientSession implements Session {
  protected readonly client: pg.Client
  #closed: Promise<void> | undefined

  constructor(client: pg.Client) {
    this.client = client
    // Without a listener a connection lost while idle ends the process. The next query reports it anyway.
    client.on('error', () => undefined)
  }

  async query<R>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    const result = await this.client.query(sql, params === undefined ? undefined : [...params])
    return result.rows as R[]
  }

  async table(sql: string): Promise<ResultTable> {
    const { fields, rows } = await this.client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return { columns: fields.map(({ name }) => name), rows }
  }

  async exec(sql: string): Promise<void> {
    await this.client.query(sql)
  }

  async copyIn(
    relation: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<void> {
    const rows = this.client.query(copyFrom(copyStatement(relation, columns)))
    await pipeline(Readable.from(chunks, { objectMode: true }), rows)
  }

  onNotice(listener: (message: string, detail: string) => void): void {
    this.client.on('notice', ({ message, detail }) => listener(message ?? '', detail ?? ''))
  }

  async close(): Promise<void> {
    this.#closed ??= this.client.end()
    await this.#closed
  }
}

export const copyStatement = (relation: string, columns: readonly string[]): string =>
  `COPY ${relation} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) FROM STDIN`
