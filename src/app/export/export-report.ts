import type { Certificate } from '../../reader/index.js'

/** A column of an exported file. */
export interface ExportedColumn {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  readonly nullable: boolean
  readonly nulls: number
}

/** A file of an export. */
export interface ExportedFile {
  /** Relative to the folder of the sidecar. */
  readonly file: string
  /** The first and the last UTC day of its rows' T0 that were asked for. */
  readonly from: string
  readonly to: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  readonly nulls: readonly number[]
}

/** What a sidecar says of an export. */
export interface ExportRecord {
  readonly format: 1
  readonly project: string
  readonly entrypoint: string
  readonly relation: string
  readonly from: string
  readonly to: string
  readonly rows: number
  readonly columns: readonly ExportedColumn[]
  readonly files: readonly ExportedFile[]
  /** Reads in one snapshot each: more than one where the export was continued. */
  readonly snapshots: number
  readonly certificate: Certificate
}

/** Result of `fusion export`. */
export interface ExportReport {
  readonly outcome: 'exported'
  /** As it was given. */
  readonly out: string
  readonly sidecar: string
  readonly record: ExportRecord
  readonly milliseconds: number
}
