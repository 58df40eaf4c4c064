import { basename } from 'node:path'
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

/**
 * @param file of the rows; undefined where they are in a folder of many.
 * @throws DiagnosticError FS620 if what would be written is there.
 */
export function requireFree(file: string | undefined, sidecar: string, overwrite: boolean): void {
  if (overwrite) return
  if (file !== undefined && isThere(file) && !isThere(sidecar))
    throw diagnosticError(
      'FS620',
      `${file} exists without ${basename(sidecar)}, which says what is in it; nothing was exported`,
      'It is of something else, or of an export that was stopped in its last moment. Give another --out, or --overwrite to replace it.',
    )
  for (const path of [file, sidecar])
    if (path !== undefined && isThere(path))
      throw diagnosticError(
        'FS620',
        `${path} exists; nothing was exported`,
        'Give another --out, or --overwrite to replace it.',
      )
}
