import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import {
  copyLines,
  IMAGE_COLUMNS,
  imageRows,
  LISTING_COLUMNS,
  listingRows,
  type UpstreamGroup,
} from '../../scripts/upstream/index.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import type { Session } from '../../src/postgres/session.js'

/** A server with a certified store, for a trainer to read. */
export interface StoreDatabase {
  readonly description: string
  /** Connections of a role that may read the guarded view and nothing else. */
  readonly pool: pg.Pool
  stop(): Promise<void>
}

/** The data are thrown away at the end, so they need not survive a power failure. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }
/** Fits a local server that lives for a minute. */
const TRAINER = { user: 'trainer', password: 'trainer' } as const

const root = join(import.meta.dirname, '../..')
const sqlText = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The generated files in the order in which install.sql runs them; the last one certifies. */
const storeFiles = (): readonly string[] =>
  [...sqlText('generated/sql/install.sql').matchAll(/^\\ir '(.*)'$/gm)].map(
    ([, file = '']) => `generated/sql/${file}`,
  )

/** Starts a server, loads the upstream rows, installs the store and certifies it. */
export async function openStoreDatabase(
  upstream: readonly UpstreamGroup[],
  report: (step: string) => void,
): Promise<StoreDatabase> {
  report('starting Postgres')
  const server = await nativeProvider({ settings: SETTINGS }).start({ report })
  try {
    const session = await server.connect()
    await load(session, upstream, report)
    for (const file of storeFiles()) {
      report(`running ${file}`)
      await session.exec(sqlText(file))
    }
    await session.exec(
      `CREATE ROLE ${TRAINER.user} LOGIN PASSWORD '${TRAINER.password}' IN ROLE fusion_trainer`,
    )
    await session.close()
    const url = new URL(server.url)
    ;[url.username, url.password] = [TRAINER.user, TRAINER.password]
    const pool = new pg.Pool({ connectionString: url.href })
    // `end` does not wait until idle connections are closed, and the server tells them that it stops. A connection that is
    // lost while it is in use fails its query all the same.
    pool.on('error', () => undefined)
    return {
      description: server.description,
      pool,
      async stop() {
        await pool.end()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function load(
  session: Session,
  upstream: readonly UpstreamGroup[],
  report: (step: string) => void,
): Promise<void> {
  report('loading the upstream rows')
  await session.exec(sqlText('scripts/upstream/tables.sql'))
  await session.copyIn('"iPhone".iphone_listings', LISTING_COLUMNS, copyLines(listingRows(upstream)))
  await session.copyIn('ml.iphone_image_features_v1', IMAGE_COLUMNS, copyLines(imageRows(upstream)))
  await session.exec(sqlText('scripts/upstream/after-load.sql'))
}
