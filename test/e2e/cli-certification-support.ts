import { join } from 'node:path'
import {
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  startCertifiedStores,
} from '../support/certified-store.js'
import { type CliResult, runCli } from '../support/run-cli.js'

export const root = join(import.meta.dirname, '../..')
/** Without what would name a database, a terminal or CI. */
export const env = { ...process.env, DATABASE_URL: '', PGHOST: '', PGDATABASE: '', CI: '', NO_COLOR: '1' }

/** Restates a row of the latest day of the store and adds one to it. */
export const DRIFT = `
  UPDATE "iPhone".iphone_listings SET damage_ai_json = '{"battery_effective": 51}' WHERE (generation, listing_id) IN (
    SELECT generation, listing_id FROM ${ENTRYPOINT} ORDER BY edited_date DESC LIMIT 1);
  INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date)
    SELECT 99, 1, max(edited_date) FROM ${ENTRYPOINT}`

/** The command line on a certified store of its own. */
export interface CliStore {
  /** As the owner of the database. */
  readonly client: Client
  /** Of its database, for the owner or for somebody whose password is his name. */
  urlOf(user?: string): string
  fusion(...argv: string[]): Promise<CliResult>
  fusionAs(user: string, ...argv: string[]): Promise<CliResult>
  json(...argv: string[]): Promise<{ readonly code: number; readonly document: unknown }>
}

export interface CliStores {
  readonly stores: CertifiedStores
  fresh(): Promise<CliStore>
}

/** Stores on a server with a role `robot` that may certify, and a role `nobody` that may do nothing. */
export async function startCliStores(): Promise<CliStores> {
  const stores = await startCertifiedStores()
  const admin = await stores.native.server.connect()
  await admin.exec(`CREATE ROLE robot LOGIN PASSWORD 'robot' IN ROLE fusion_certifier`)
  await admin.exec(`CREATE ROLE nobody LOGIN PASSWORD 'nobody'`)
  await admin.close()
  let number = 0
  return {
    stores,
    async fresh() {
      const name = `cli_${++number}`
      const client = await stores.fresh(name)
      const urlOf = (user?: string): string => {
        const url = new URL(stores.native.server.url)
        url.pathname = `/${name}`
        if (user) [url.username, url.password] = [user, user]
        return url.href
      }
      const run = (url: string, argv: readonly string[]) =>
        runCli([...argv, '--project', root, '--database-url', url], env)
      return {
        client,
        urlOf,
        fusion: (...argv) => run(urlOf(), argv),
        fusionAs: (user, ...argv) => run(urlOf(user), argv),
        async json(...argv) {
          const { code, stdout } = await run(urlOf(), [...argv, '--quiet', '--format', 'json'])
          return { code, document: JSON.parse(stdout) }
        },
      }
    },
  }
}
