import { diagnosticError } from '../../model/diagnostic.js'
import { isThere } from '../../output/resumable-file.js'

export interface ExportOptions {
  /** Connection URL; if absent, the one from the environment. */
  readonly databaseUrl?: string | undefined
  /** The certification whose rows are exported; if absent, the only one. */
  readonly entrypoint?: string | undefined
  /** First and last UTC day, both included. */
  readonly from: string
  readonly to: string
  /** A file; with `partition`, a folder. Absolute. */
  readonly out: string
  /** One file for each day. */
  readonly partition?: 'day' | undefined
  /** Also the T0 of each row. */
  readonly t0: boolean
  /**
   * Rows that a row group has at least, where its day has ended, and after which an interrupted export goes on. Default:
   * 25,000; smaller row groups make files large and slow to read.
   */
  readonly least?: number | undefined
  /** Also describes the files as Croissant, `….croissant.json`. */
  readonly croissant?: boolean
  /** Also writes an OpenLineage event of the export, `….openlineage.json`. */
  readonly openlineage?: boolean
  /** Replaces what is there. */
  readonly overwrite: boolean
}

/** @throws DiagnosticError FS620 if what would be written is there. */
export function requireFree(path: string, overwrite: boolean): void {
  if (overwrite || !isThere(path)) return
  throw diagnosticError(
    'FS620',
    `${path} exists; nothing was exported`,
    'Give another --out, or --overwrite to replace it.',
  )
}
