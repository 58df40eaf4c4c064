/** What a project builds over the API for itself: generic functions, whose types stay open. */
import {
  aggregate,
  type Columns,
  layer,
  type Query,
  type Relation,
  type RowBuilder,
  source,
  type SourceColumn,
  view,
} from 'fusion-store'
import * as everything from 'fusion-store'

export { everything }
export const copied = { ...everything }
export const functions = [layer, view, aggregate, source] as const

export const of = <C extends Columns>(rows: Relation<{ id: number }>, columns: C) =>
  aggregate('of', 'Aggregates.', { of: rows, by: ['id'] }, () => columns)

export const all = <Row extends object>(rows: Relation<Row>) =>
  layer('all', 'All rows.', { rows }, (db) => db.selectFrom('rows').selectAll())

export const table = <C extends Record<string, SourceColumn<unknown>>>(columns: C) =>
  source('s.t', 'A table.', { key: [], columns })

export const withColumns = <Row, C extends Columns>(rows: Query<Row>, columns: C) =>
  rows.columns(() => columns)

export const builder = <Row>(eb: RowBuilder<Row>) => eb
