/**
 * What a trainer reads a certified store with: rows and batches of columns, each read under a certificate and in one
 * snapshot.
 *
 * @packageDocumentation
 */
export type { Certificate } from './certificate.js'
export type { BatchColumn, ColumnBatch, ColumnKind } from './columns/batch.js'
export type { PlannedColumn } from './columns/column-plan.js'
export { type DayBatch, Read, type ReadSettings } from './read.js'
export { createReader, type KeyedRows, Reader, type ReadOptions } from './reader.js'
export type { Connection, KyselyInstance, PgClient, PgPool } from './session/connection.js'
export { type ReaderCode, ReaderError } from './reader-error.js'
export type { ReaderSettings } from './reader-settings.js'
export { type Days, eachDay, type Selection, type SelectionOptions } from './selection.js'
export type { KeyOf, ReadAs, RowOf, Store, StoreColumn } from './store.js'
