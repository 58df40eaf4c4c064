import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marketCopies, type MarketOptions } from '../../examples/market/scripts/upstream/index.js'
import type { Session } from '../../src/postgres/session.js'
import { sqlInOrder } from '../support/sql-in-order.js'

const root = join(import.meta.dirname, '../../examples/market')
const generated = join(root, 'generated/sql')

/** Creates the upstream tables with generated rows, and the store over them. */
export async function createMarket(session: Session, options: MarketOptions): Promise<void> {
  await session.exec(readFileSync(join(root, 'scripts/upstream/tables.sql'), 'utf8'))
  for (const { relation, columns, chunks } of marketCopies(options))
    await session.copyIn(relation, columns, chunks)
  await session.exec('ANALYZE')
  for (const file of sqlInOrder(generated)) {
    const t = performance.now()
    await session.exec(stored(readFileSync(join(generated, file), 'utf8')))
    console.log(file, performance.now() - t)
  }
}

const stored = (sql: string): string =>
  sql
    .replaceAll('VIEW market.listing_places IS', 'MATERIALIZED VIEW market.listing_places IS')
    .replaceAll('VIEW market.segment_days IS', 'MATERIALIZED VIEW market.segment_days IS')
    .replaceAll('VIEW market.weekly_anchors IS', 'MATERIALIZED VIEW market.weekly_anchors IS')
    .replaceAll(
      /CREATE OR REPLACE VIEW market\.(listing_places|segment_days|weekly_anchors) AS\n([^]*?);\n/g,
      (_, name, body) =>
        `CREATE MATERIALIZED VIEW market.${name} AS\n${body};\nCREATE UNIQUE INDEX ON market.${name} (${{ listing_places: 'listing_id', segment_days: 'region, model, closed_at', weekly_anchors: 'region, model, week_at' }[name as string]});\nANALYZE market.${name};\n`,
    )
