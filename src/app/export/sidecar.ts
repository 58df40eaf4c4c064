import { removeBeside, writeBeside } from '../../output/resumable-file.js'
import type { ExportRecord } from './export-report.js'

/** What else can describe an export. */
const DESCRIPTIONS = ['croissant', 'openlineage'] as const

export const descriptionPath = (sidecar: string, what: (typeof DESCRIPTIONS)[number]): string =>
  sidecar.replace(/\.json$/, `.${what}.json`)

/** Removes what describes files that are about to be replaced, so that it is never beside the new ones. */
export function removeSidecar(sidecar: string): void {
  removeBeside(sidecar)
  for (const what of DESCRIPTIONS) removeBeside(descriptionPath(sidecar, what))
}

/** Written after the files, which it makes whole. */
export const writeSidecar = (sidecar: string, record: ExportRecord): void =>
  writeBeside(sidecar, `${JSON.stringify(record, null, 2)}\n`)
