import pg from 'pg'
import type { NativeMajor } from '../../src/postgres/native/versions.js'
import { generatedSql, loadRows, upstreamRows, upstreamTables } from './fusion-database.js'
import { type NativeFixture, startNative } from './native-server.js'

export const ENTRYPOINT = 'ml.fusion_feature_store_t0_v1_v'
export const GUARDED = 'ml.v_damage_fusion_features_v2_scored_train_v'
export const SCORED = 'ml.v_damage_fusion_features_v2_scored'
export const FEATURES = 'ml.v_damage_fusion_features_v2'
/** The entrypoint and every relation that shares its verdict. */
export const NAMES = [ENTRYPOINT, GUARDED, SCORED, FEATURES]

const TEMPLATE = 'certified_template'
const LISTINGS = 300

export interface GateResult {
  readonly gate: string
  readonly passed: boolean
  readonly codes: readonly string[]
  readonly evidence: Readonly<Record<string, unknown>>
}

export interface Verdict {
  readonly status: string
  /** Of all gates, sorted. */
  readonly codes: readonly string[]
  readonly gates: readonly GateResult[]
  readonly notes: string
}

/** A plain client: what is tested here is what any client would see. */
export type Client = pg.Client

export interface CertifiedStores {
  readonly native: NativeFixture
  /** A database with the store over a few hundred listings, certified just now. */
  fresh(name: string): Promise<Client>
  connect(database: string): Promise<Client>
  /** Runs the SQL files of the store again, those whose names match. */
  apply(client: Client, which: RegExp): Promise<void>
  stop(): Promise<void>
}

/** The SQL files of a store in order, or those whose names match. */
export type StoreSql = (which?: RegExp) => readonly string[]

/** A server with a certified store to copy from: copying a database takes a moment, making one a second. */
export async function startCertifiedStores(
  major: NativeMajor = 18,
  storeSql: StoreSql = generatedSql,
): Promise<CertifiedStores> {
  const native = await startNative(major)
  const session = await native.connect(await native.freshDatabase(TEMPLATE))
  await session.exec(upstreamTables())
  await loadRows(session, upstreamRows('realistic', LISTINGS, 7))
  for (const sql of storeSql()) await session.exec(sql)
  await session.close()
  const open: Client[] = []

  const connect = async (database: string): Promise<Client> => {
    const url = new URL(native.server.url)
    url.pathname = `/${database}`
    const client = new pg.Client({ connectionString: url.href })
    // A server that is killed on purpose breaks its connections.
    client.on('error', () => undefined)
    await client.connect()
    open.push(client)
    return client
  }
  return {
    native,
    connect,
    async fresh(name) {
      const admin = await native.server.connect()
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
      await admin.close()
      return connect(name)
    },
    async apply(client, which) {
      for (const sql of storeSql(which)) await client.query(sql)
    },
    async stop() {
      await Promise.allSettled(open.map((client) => client.end()))
      await native.stop()
    },
  }
}

/** Certifies and gives what the history says of it. */
export async function certify(client: Client, days = 3, update = false): Promise<Verdict> {
  await client.query(`CALL audit.run_t0_cert_fusion_store_v1($1, $2)`, [days, update])
  return lastVerdict(client)
}

export async function lastVerdict(client: Client): Promise<Verdict> {
  const { rows } = await client.query<{ status: string; gates: GateResult[]; notes: string }>(
    `SELECT status, gates, notes FROM audit.t0_cert_event WHERE kind = 'certification' ORDER BY event_id DESC LIMIT 1`,
  )
  const [event] = rows
  if (!event) throw new Error('nothing was certified')
  return { ...event, codes: event.gates.flatMap(({ codes }) => codes).toSorted() }
}

/** What a gate found. */
export const evidenceOf = ({ gates }: Verdict, gate: string): GateResult['evidence'] | undefined =>
  gates.find((one) => one.gate === gate)?.evidence

/** Status of the entrypoint and of every alias, each once. */
export async function statuses(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ status: string }>(
    'SELECT DISTINCT status FROM audit.t0_cert_registry WHERE entrypoint = ANY ($1)',
    [NAMES],
  )
  return rows.map(({ status }) => status)
}

/** What a statement is refused with: its SQLSTATE; undefined when it is not. */
export async function refusal(client: Client, sql: string): Promise<string | undefined> {
  try {
    await client.query(sql)
    return undefined
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code
    throw error
  }
}

/** The same as another role, which is left again. */
export async function refusalAs(client: Client, role: string, sql: string): Promise<string | undefined> {
  await client.query(`SET ROLE ${role}`)
  try {
    return await refusal(client, sql)
  } finally {
    await client.query('RESET ROLE')
  }
}

/** Accepts whatever the definitions are now, as 03_baseline_viewdefs.sql does, so that gates A and P have nothing to say. */
export async function acceptDefinitions(client: Client): Promise<void> {
  await client.query('SELECT audit.capture_viewdef_baseline($1)', [ENTRYPOINT])
  await client.query(
    `SELECT audit.register_point_in_time(e.entrypoint, e.options -> 'point_in_time')
     FROM audit.t0_entrypoint e WHERE e.entrypoint = $1`,
    [ENTRYPOINT],
  )
}

/** Puts a condition on the view's own rows, `q`, into a view; every row of a test's passes it. */
export async function seedInto(client: Client, view: string, condition: string): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `SELECT rtrim(pg_get_viewdef($1::regclass), ';') AS definition`,
    [view],
  )
  await client.query(
    `CREATE OR REPLACE VIEW ${view} AS SELECT q.* FROM (${rows[0]?.definition}) q WHERE ${condition}`,
  )
}
