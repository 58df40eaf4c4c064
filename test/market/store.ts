import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  COLUMNS,
  copyText,
  marketRows,
  type MarketOptions,
  type MarketTable,
  TABLES,
} from '../../examples/market/scripts/upstream/index.js'
import type { Session } from '../../src/postgres/session.js'
import { sqlInOrder } from '../support/sql-in-order.js'

const root = join(import.meta.dirname, '../../examples/market')
const generated = join(root, 'generated/sql')

/** Which rows of the upstream tables; those of districts have no time. */
type Lot = (recordedAt: string | undefined) => boolean

export const createTables = (session: Session): Promise<void> =>
  session.exec(readFileSync(join(root, 'scripts/upstream/tables.sql'), 'utf8'))

/** Runs the generated files, or those whose names match. */
export async function applyMarket(session: Session, which = /./): Promise<void> {
  for (const file of sqlInOrder(generated).filter((name) => which.test(name)))
    await session.exec(readFileSync(join(generated, file), 'utf8'))
}

export async function loadLot(session: Session, options: MarketOptions, lot: Lot): Promise<void> {
  for (const table of TABLES) await loadTable(session, table, options, lot)
  await session.exec('ANALYZE')
}

async function loadTable<T extends MarketTable>(
  session: Session,
  table: T,
  options: MarketOptions,
  lot: Lot,
): Promise<void> {
  const rows = [...marketRows(table, options)].filter((row) =>
    lot('recorded_at' in row ? row.recorded_at : undefined),
  )
  await session.copyIn(`market.${table}`, COLUMNS[table], copyText(rows, COLUMNS[table]))
}
