import type { Client, CustomTypesConfig, Pool, PoolClient } from 'pg'
import { inTransaction, notConnected } from '../reader-error.js'
import type { ReadAs } from '../store.js'
import type { OpenSession, Parameter, ReadSession } from './session.js'

const INT8 = 20
const NUMERIC = 1700

/** Of int2, int4, oid, float4, float8, bool, json and jsonb, as the row types have them. */
const PLAIN: readonly (readonly [oid: number, parse: (text: string) => unknown])[] = [
  ...[21, 23, 26, 700, 701].map((oid) => [oid, Number] as const),
  [16, (text) => text === 't'],
  ...[114, 3802].map((oid) => [oid, (text: string): unknown => JSON.parse(text)] as const),
]

/** Parsers of `pg`, with int8 and numeric as the row types have them, whatever the process has set. */
function typesFor({ int8, numeric }: ReadAs, own: CustomTypesConfig): CustomTypesConfig {
  const asText = (text: string): unknown => text
  const ofInt8 = int8 === 'bigint' ? BigInt : int8 === 'number' ? Number : asText
  const ofNumeric = numeric === 'number' ? Number : asText
  const known = new Map<number, (text: string) => unknown>([[INT8, ofInt8], [NUMERIC, ofNumeric], ...PLAIN])
  return {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
      return known.get(oid) ?? own.getTypeParser(oid, format as 'text')
    }) as CustomTypesConfig['getTypeParser'],
  }
}

type PgModule = typeof import('pg')

const loadPg = async (): Promise<PgModule> => {
  const loaded = (await import('pg')) as PgModule & { default?: PgModule }
  return loaded.default ?? loaded
}

const isPool = (connection: Pool | Client | PoolClient): connection is Pool => 'totalCount' in connection

/** Clients with an open read. */
const busy = new WeakSet<object>()

const ignore = (): void => undefined

class PgSession implements ReadSession {
  readonly #client: Client | PoolClient
  readonly #types: CustomTypesConfig
  readonly #pg: PgModule
  readonly #free: (broken: boolean) => void

  constructor(
    client: Client | PoolClient,
    types: CustomTypesConfig,
    pg: PgModule,
    free: (broken: boolean) => void,
  ) {
    this.#client = client
    this.#types = types
    this.#pg = pg
    this.#free = free
    // A connection that is lost between two queries says so in an event, which ends a process that does not listen. The
    // next query fails with the same reason.
    client.on('error', ignore)
  }

  async rows<R>(sql: string, parameters: readonly Parameter[] = []): Promise<readonly R[]> {
    const { rows } = await this.#client.query({ text: sql, values: [...parameters], types: this.#types })
    return rows as R[]
  }

  async *copy(sql: string): AsyncIterable<Uint8Array> {
    const { to } = await import('pg-copy-streams')
    const stream = this.#client.query(to(sql))
    // What ends the query may come when no loop listens: the rows are there, and the server still looks for more.
    let isOver = false
    stream.on('error', () => {
      isOver = true
    })
    try {
      for await (const piece of stream.iterator({ destroyOnReturn: false })) yield piece as Uint8Array
      isOver = true
    } finally {
      // The connection can only be used again when the server has stopped sending.
      if (!isOver && !stream.destroyed) await this.cancel()
      try {
        if (!isOver) for await (const piece of stream) if (piece === undefined) break
      } catch {
        // The query was canceled.
      }
    }
  }

  async cancel(): Promise<void> {
    const { host, port, user, password, database, ssl } = this.#client as Client
    const { processID } = this.#client as unknown as { processID: number }
    const other = new this.#pg.Client({ host, port, user, password, database, ssl } as never)
    try {
      await other.connect()
      await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [processID])
    } catch {
      // Where no second connection is to be had, the query runs on, and what it gives is thrown away.
    } finally {
      await other.end().catch(() => undefined)
    }
  }

  release(broken: boolean): void {
    this.#client.removeListener('error', ignore)
    this.#free(broken)
  }
}

/** Sessions of a pool, or the one of a client that is connected and in no transaction. */
export const ofPg =
  (connection: Pool | Client | PoolClient, readAs: ReadAs): OpenSession =>
  async () => {
    const pg = await loadPg()
    const types = typesFor(readAs, pg.types as unknown as CustomTypesConfig)
    if (!isPool(connection)) {
      // It would wait for ever. Where the property has another name, it is not asked.
      if (Reflect.get(connection, '_connected') === false) throw notConnected()
      if (busy.has(connection)) throw inTransaction()
      busy.add(connection)
      return new PgSession(connection, types, pg, () => void busy.delete(connection))
    }
    const client = await connection.connect()
    return new PgSession(client, types, pg, (broken) => client.release(broken))
  }
