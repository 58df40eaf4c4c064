import type { ExportReport } from '../../../app/export/export-report.js'
import { count, duration, minute } from '../../../model/units.js'

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** What was exported. */
export function printExport({ record, sidecar, milliseconds }: ExportReport, out: string): string {
  const { rows, files, columns, from, to, certificate, snapshots, relation } = record
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return [
    `${rows.toLocaleString('en-US')} rows of ${relation}, ${count(columns.length, 'column')}, ${from} to ${to}`,
    `written to ${out} (${count(files.length, 'file')}, ${megabytes(bytes)}, ${duration(milliseconds)})`,
    `certificate of ${minute(certificate.certified_at)} UTC, kept in ${sidecar}`,
    ...(snapshots > 1 ? [`read in ${snapshots} snapshots, because the export was continued`] : []),
    '',
  ].join('\n')
}
