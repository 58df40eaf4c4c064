import { join } from 'node:path'
import { connectionConfig } from '../../postgres/url/url-provider.js'
import { connectClient } from '../../postgres/connect-client.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { sha256 } from '../../model/hash.js'
import { displayName } from '../../model/relation-name.js'
import { duration } from '../../model/units.js'
import { throughLink } from '../../output/resumable-file.js'
import { createReader, eachDay, type Read, ReaderError, type Store } from '../../reader/index.js'
import { analyzeWithoutInvariants } from '../build/pipeline.js'
import { certificationsOf } from '../certification/certification-of.js'
import { buildContext, type Context } from '../context.js'
import { describeExport } from './describe-export.js'
import { type ExportOptions, requireFree } from './export-options.js'
import type { ExportRecord, ExportReport } from './export-report.js'
import { type Target, type Tell, writeOneFile, writePartitions, type WrittenDays } from './write-days.js'

/** Rows of a row group: few enough for the memory of a small machine, and enough for small files. */
const [LEAST, ROWS] = [25_000, 50_000]

/**
 * Writes the certified rows of some days as Parquet, in one snapshot, with a sidecar that says what they are. What is
 * there under the name is whole at each moment, and a sidecar is never beside files that it does not describe. An export
 * that was interrupted goes on after its last whole day, as long as the certificate is the same.
 *
 * @throws DiagnosticError FS421 to FS434 of the reader, FS620 to FS623.
 */
export async function exportRows(options: ExportOptions, context: Context): Promise<ExportReport> {
  const started = performance.now()
  const startedAt = new Date()
  const { databaseUrl, from, to, partition, overwrite } = options
  const days = asDiagnostics(() => eachDay({ from, to }))
  const config = connectionConfig({ databaseUrl, env: context.env })
  const out = throughLink(options.out)
  const sidecar = throughLink(partition === undefined ? `${out}.json` : join(out, '_export.json'))
  requireFree(partition === undefined ? out : undefined, sidecar, overwrite)
  const { project, analyzed } = await analyzeWithoutInvariants(buildContext(context))
  const [certified, ...others] = certificationsOf(project, options.entrypoint)
  if (certified === undefined || others.length > 0)
    throw diagnosticError(
      'FS622',
      `the project has several certifications: ${[certified, ...others].flatMap((one) => (one ? [displayName(one.entrypoint)] : [])).join(', ')}`,
      'Choose one with --entrypoint.',
    )
  const { describeStore } = await import('../../emit/index.js')
  const store = describeStore(certified, project, analyzed)

  context.progress.step('connecting')
  const client = await connectClient(config)
  const controller = new AbortController()
  const stop = async (): Promise<void> => {
    controller.abort()
    if (context.interrupts.isInterrupted)
      context.tell('interrupted: days that are whole are kept, and the same command goes on after them')
  }
  try {
    return await context.interrupts.withCleanup(stop, async () => {
      const reader = createReader(client, store)
      const settings = { batchSize: ROWS, t0: options.t0, signal: controller.signal }
      const read = await reader.open({ from, to }, settings)
      const recordOf = ({ files, snapshots }: WrittenDays): ExportRecord => ({
        format: 1,
        project: project.name,
        entrypoint: displayName(certified.entrypoint),
        relation: displayName(certified.guarded),
        from,
        to,
        rows: files.reduce((sum, { rows }) => sum + rows, 0),
        columns: read.columns.map(({ name, type, nullable }, at) => ({
          name,
          type,
          nullable,
          nulls: files.reduce((sum, { nulls }) => sum + (nulls[at] ?? 0), 0),
        })),
        files,
        snapshots,
        certificate: read.certificate,
      })
      const target: Target = {
        path: out,
        sidecar,
        recordOf,
        days,
        least: options.least ?? LEAST,
        key: keyOf(store, options, read),
        metadata: { fusion_store: JSON.stringify({ project: project.name, certificate: read.certificate }) },
      }
      context.progress.step('exporting')
      const tell = progressOf(days.length, context)
      const record = await (partition === undefined ? writeOneFile : writePartitions)(read, target, tell)
      const { host, port, database = '' } = client
      const written = { ...options, out }
      describeExport(written, {
        record,
        sidecar,
        analyzed,
        startedAt,
        database: { host, port, name: database },
      })
      return {
        outcome: 'exported',
        out: options.out,
        sidecar,
        record,
        milliseconds: performance.now() - started,
      }
    })
  } catch (error) {
    throw asDiagnostic(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Rows of one certificate, of one description of the store and of the same days are the same rows. */
const keyOf = (
  store: Store,
  { from, to, t0, least }: ExportOptions,
  { certificate }: Read<Store, unknown>,
): string => {
  const { event_id, definitions, data } = certificate
  return sha256(JSON.stringify([store, from, to, t0, least ?? LEAST, ROWS, event_id, definitions, data]))
}

function progressOf(days: number, { progress }: Context): Tell {
  const started = performance.now()
  let first: number | undefined
  let logged = -1
  return (day, doneDays, rows) => {
    first ??= doneDays
    const milliseconds = performance.now() - started
    const done = doneDays - first
    const rate = Math.round((1000 * rows) / Math.max(1, milliseconds)).toLocaleString('en-US')
    const left = done > 0 ? `, ${duration(((days - doneDays) * milliseconds) / done)} left` : ''
    const label = `exporting: ${day}, ${doneDays} of ${days} days, ${rows.toLocaleString('en-US')} rows, ${rate} rows/s${left}`
    // A log gets a line for each tenth.
    const tenth = Math.floor((10 * doneDays) / days)
    progress.update(label, tenth > logged ? label : undefined)
    logged = Math.max(logged, tenth)
  }
}

function asDiagnostic(error: unknown): unknown {
  if (!(error instanceof ReaderError)) return error
  const [first = ''] = error.message.split('\n  ')
  return diagnosticError(error.code, first.replace(`${error.code} `, ''), error.hint, error)
}

function asDiagnostics<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asDiagnostic(error)
  }
}
