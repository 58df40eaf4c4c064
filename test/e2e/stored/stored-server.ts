import pg from 'pg'
import type { NativeMajor } from '../../../src/postgres/native/versions.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { differences, STORED, storedProject, UPSTREAM } from './scene.js'

const TEMPLATE = 'stored_template'
/** In the order in which install.sql runs them. */
const FILES = [
  '00_stored_relations.sql',
  '00_audit_framework.sql',
  '01_stored.sql',
  '02_entry.sql',
  '03_baseline_viewdefs.sql',
  '03_refresh_stored_relations.sql',
  '04_baseline_dataset_hashes_7.sql',
  '05_cert_functions.sql',
  '06_run_certification.sql',
]

/** A plain client: what is tested here is what any client would see. */
export type Client = pg.Client

export interface StoredServer {
  readonly native: NativeFixture
  readonly major: NativeMajor
  /** The generated SQL by file name. */
  readonly files: ReadonlyMap<string, string>
  /** A database with the store over some hundred jobs, refreshed and certified. */
  fresh(name: string): Promise<Client>
  /** A database with the sources alone. */
  bare(name: string): Promise<Client>
  connect(database: string): Promise<Client>
  url(database: string): string
  stop(): Promise<void>
}

let project: ReturnType<typeof storedProject> | undefined

/** Builds the project once for all files that share a worker. */
export const storedFiles = (): Promise<ReadonlyMap<string, string>> => (project ??= storedProject())

/** Runs the generated files, those that match. */
export async function install(
  client: Client,
  files: ReadonlyMap<string, string>,
  which = /./,
): Promise<void> {
  for (const file of FILES.filter((name) => which.test(name))) await client.query(files.get(file) ?? '')
}

/** Starts a server with a database to copy from. */
export async function startStored(
  major: NativeMajor,
  settings: Readonly<Record<string, string>> = {},
): Promise<StoredServer> {
  const [native, files] = await Promise.all([startNative(major, settings), storedFiles()])
  const open: Client[] = []
  const url = (database: string): string => {
    const address = new URL(native.server.url)
    address.pathname = `/${database}`
    return address.href
  }
  const connect = async (database: string): Promise<Client> => {
    const client = new pg.Client({ connectionString: url(database) })
    // A server that is killed on purpose breaks its connections.
    client.on('error', () => undefined)
    await client.connect()
    open.push(client)
    return client
  }
  const copyOf = async (template: string, name: string): Promise<Client> => {
    const admin = await native.server.connect()
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    await admin.close()
    return connect(name)
  }
  const made = await copyOf('template1', `${TEMPLATE}_bare`)
  await made.query(UPSTREAM)
  await made.end()
  const certified = await copyOf(`${TEMPLATE}_bare`, TEMPLATE)
  await install(certified, files)
  await certified.end()
  return {
    native,
    major,
    files,
    fresh: (name) => copyOf(TEMPLATE, name),
    bare: (name) => copyOf(`${TEMPLATE}_bare`, name),
    connect,
    url,
    async stop() {
      await Promise.allSettled(open.map((client) => client.end()))
      await native.stop()
    },
  }
}

/** Rows that differ now. */
export const differ = (client: Client): Promise<readonly string[]> =>
  differences({ query: async <R>(sql: string) => (await client.query(sql)).rows as R[] })

/** Rows of stored relations that are not those of their views after a refresh, and whatever is reported as a problem. */
export async function staleAfterRefresh(client: Client): Promise<readonly string[]> {
  await client.query('CALL audit.refresh_stored()')
  return [...(await differ(client)), ...(await problems(client))]
}

/** What guards have against the stored relations. */
export async function problems(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ said: string }>(
    `SELECT relation || ': ' || problem AS said FROM audit.stored_status() WHERE problem IS NOT NULL ORDER BY 1`,
  )
  return rows.map(({ said }) => said)
}

/** How a relation was refreshed the last time: `whole` or `keys`. */
export async function howRefreshed(client: Client, relation = 'ml.jobs'): Promise<string> {
  const { rows } = await client.query<{ how: string }>(
    'SELECT how FROM audit.stored_status() WHERE relation = $1',
    [relation],
  )
  return rows[0]?.how ?? 'never'
}

/** The error of a statement, or undefined. The transaction of the session, if it is in one, is left as it is. */
export const errorOf = (client: Client, sql: string): Promise<pg.DatabaseError | undefined> =>
  client.query(sql).then(
    () => undefined,
    (error: unknown) => error as pg.DatabaseError,
  )

/** Waits until another session waits for a lock that `holder` has. */
export async function untilBlockedBy(observer: Client, holder: Client): Promise<void> {
  const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  for (let tries = 0; tries < 2000; tries++) {
    const waiting = await observer.query(
      'SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
      [rows[0]?.pid],
    )
    if (waiting.rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('nobody waits')
}

export { STORED }
