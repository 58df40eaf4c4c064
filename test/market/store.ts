import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../../src/postgres/session.js'
import { marketCopies, type MarketOptions } from '../../examples/market/scripts/upstream/index.js'
import market from '../../examples/market/fusion.config.js'
import { compiledSql } from '../support/compiled-sql.js'

const root = join(import.meta.dirname, '../../examples/market')

/** Creates the upstream tables with generated rows, and the store over them. */
export async function createMarket(session: Session, options: MarketOptions): Promise<void> {
  await session.exec(readFileSync(join(root, 'scripts/upstream/tables.sql'), 'utf8'))
  for (const { relation, columns, chunks } of marketCopies(options))
    await session.copyIn(relation, columns, chunks)
  for (const sql of compiledSql(market, /^0[0-35]/)) {
    const t = performance.now()
    await session.exec(stored(sql))
    console.log(sql.length, performance.now() - t)
  }
}

const stored = (sql: string): string =>
  sql.replaceAll(/CREATE OR REPLACE VIEW market\.(listing_places|segment_days|weekly_anchors) AS\n([^]*?);\n/g,
    (_, name, body) => `CREATE MATERIALIZED VIEW market.${name} AS\n${body};\nCREATE UNIQUE INDEX ON market.${name} (${{listing_places: 'listing_id', segment_days: 'region, model, closed_at', weekly_anchors: 'region, model, week_at'}[name as string]});\nANALYZE market.${name};\n`)

