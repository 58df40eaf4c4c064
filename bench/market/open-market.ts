import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadMarket } from '../../examples/market/scripts/upstream/load.js'
import type { NativeServer } from '../../src/postgres/native/server.js'
import type { Say } from '../lib/options.js'

const folder = join(import.meta.dirname, '../../examples/market/generated/sql')

/** A generated file of the market store. */
export const marketSql = (file: string): string => readFileSync(join(folder, file), 'utf8')

/** What creates the store, without rows in its stored relations. */
const CREATE = [
  '00_stored_relations.sql',
  '00_audit_framework.sql',
  '01_create_market_relations.sql',
  '02_create_market_entrypoint.sql',
]

/** A database with the market store over generated rows. The caller ends the client. */
export async function openMarket(server: NativeServer, listings: number, say: Say): Promise<Client> {
  const name = `market_${listings}`
  const admin = await server.connect()
  await admin.exec(`CREATE DATABASE ${name}`)
  await admin.close()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  say(`loading ${listings} listings`)
  await loadMarket({ seed: 1, listings, databaseUrl: url.href, create: true, onTable: () => undefined })
  const client = new Client({ connectionString: url.href })
  // The running query reports a lost connection. Without a listener, it would end the process and hide the reason.
  client.on('error', () => undefined)
  await client.connect()
  for (const file of CREATE) await client.query(marketSql(file))
  return client
}

const LIVE = /^CREATE OR REPLACE VIEW nested\.(\w+)_live /

/** The views of the store in the schema `nested`, in which views stand in the place of the stored relations. */
export async function nestViews(client: Client): Promise<void> {
  const text = CREATE.slice(2).map(marketSql).join('')
  const created = [...text.matchAll(/^CREATE OR REPLACE VIEW market\.(\w+) AS\n[^]*?;\n/gm)].filter(
    ([statement]) => !statement.includes('require_certified'),
  )
  const nested = new Set(created.flatMap(([, name = '']) => [name, name.replace(/_live$/, '')]))
  await client.query('CREATE SCHEMA nested')
  for (const [statement] of created) {
    const moved = statement.replaceAll(/\bmarket\.(\w+)/g, (name, relation: string) =>
      nested.has(relation) ? `nested.${relation}` : name,
    )
    await client.query(moved)
    const [, stored] = LIVE.exec(moved) ?? []
    if (stored !== undefined)
      await client.query(`CREATE VIEW nested.${stored} AS TABLE nested.${stored}_live`)
  }
}
