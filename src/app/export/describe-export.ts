import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnalyzedProject } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { writeBeside } from '../../output/resumable-file.js'
import { ownPackage } from '../package.js'
import type { ExportOptions } from './export-options.js'
import type { ExportRecord } from './export-report.js'
import { croissant } from './metadata/croissant.js'
import { openLineageEvent } from './metadata/open-lineage.js'
import { descriptionPath } from './sidecar.js'

interface Described {
  readonly record: ExportRecord
  readonly sidecar: string
  readonly analyzed: AnalyzedProject
  readonly startedAt: Date
  readonly database: { readonly host: string; readonly port: number; readonly name: string }
}

/** Writes the descriptions of an export that were asked for, beside its sidecar. */
export function describeExport(
  { croissant: asCroissant, openlineage, out }: ExportOptions,
  { record, sidecar, analyzed, startedAt, database }: Described,
): void {
  const relation = analyzed.relations.find((one) => displayName(one) === record.relation)
  if (relation === undefined) return
  const of = new Set(relation.columns.map(({ name }) => name))
  const columns = record.columns.map(({ name }) => name).filter((name) => of.has(name))
  const beside = (what: 'croissant' | 'openlineage', value: object): void =>
    writeBeside(descriptionPath(sidecar, what), `${JSON.stringify(value, null, 2)}\n`)
  if (asCroissant === true && record.files.length > 0)
    beside(
      'croissant',
      croissant({
        name: record.project,
        description: relation.comment,
        relation,
        columns,
        files: record.files.map(({ file, sha256, bytes }) => ({ path: file, sha256, bytes })),
      }),
    )
  if (openlineage === true)
    beside(
      'openlineage',
      openLineageEvent({
        producer: `https://www.npmjs.com/package/fusion-store/v/${ownPackage().version}`,
        job: { namespace: record.project, name: `export ${record.relation}` },
        run: {
          id: randomUUID(),
          startedAt: startedAt.toISOString(),
          endedAt: new Date().toISOString(),
        },
        database,
        relations: analyzed.relations,
        relation,
        columns,
        output: {
          namespace: 'file',
          name: join(dirname(out), basename(out)),
          uri: pathToFileURL(out).href,
          rows: record.rows,
          bytes: record.files.reduce((sum, { bytes }) => sum + bytes, 0),
          files: record.files.length,
        },
      }),
    )
}
