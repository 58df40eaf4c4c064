import { basename, join } from 'node:path'
import {
  hashFile,
  lockFolder,
  readBeside,
  removeBeside,
  ResumableFile,
  writeBeside,
} from '../../output/resumable-file.js'
import type { Read, Store } from '../../reader/index.js'
import { ParquetFileWriter, type ParquetState } from '../../reader/parquet/index.js'
import type { ExportedFile, ExportRecord } from './export-report.js'
import { removeSidecar, writeSidecar } from './sidecar.js'

/** What is written, and where. */
export interface Target {
  /** Absolute: the file, or the folder of the files of the days. */
  readonly path: string
  readonly days: readonly string[]
  /** Rows that a row group has at least. */
  readonly least: number
  /** Identifies what is written: what was begun with another one is begun anew. */
  readonly key: string
  /** Absolute: what says what the files are. It is never beside files that it does not describe. */
  readonly sidecar: string
  readonly recordOf: (written: WrittenDays) => ExportRecord
  /** Of each file. */
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Called with each batch that is written.
 *
 * @param doneDays days that are whole, those of an earlier run included.
 * @param rows of this run.
 */
export type Tell = (day: string, doneDays: number, rows: number) => void

/** The files, and in how many snapshots their rows were read. */
export interface WrittenDays {
  readonly files: readonly ExportedFile[]
  readonly snapshots: number
}

interface FileState {
  /** The last day that is whole. */
  readonly day: string
  readonly snapshots: number
  readonly parquet: ParquetState
}

/** Writes all days to one file, and goes on where an earlier run has left it. */
export async function writeOneFile(
  read: Read<Store, unknown>,
  { path, sidecar, recordOf, days, least, key, metadata }: Target,
  tell: Tell,
): Promise<ExportRecord> {
  const file = ResumableFile.open<FileState>(path, key)
  let isWhole = false
  try {
    const { state } = file
    const sink = async (piece: Uint8Array): Promise<void> => file.append(piece)
    const writer = await ParquetFileWriter.open(read.columns, sink, state?.parquet)
    const snapshots = (state?.snapshots ?? 0) + 1
    const before = writer.summary.rows
    const first = state === undefined ? 0 : days.indexOf(state.day) + 1
    if (first < days.length)
      for await (const { batch, day, endsDay } of read.daily(least, days[first])) {
        await writer.write(batch)
        if (endsDay) file.save({ day, snapshots, parquet: writer.state })
        tell(day, days.indexOf(day) + (endsDay ? 1 : 0), writer.summary.rows - before)
      }
    const summary = await writer.finish(metadata)
    const [from = '', to = ''] = [days[0], days.at(-1)]
    const sha256 = await file.hash()
    const record = recordOf({ files: [{ file: basename(path), from, to, ...summary, sha256 }], snapshots })
    file.commit((put) => {
      removeSidecar(sidecar)
      put()
      writeSidecar(sidecar, record)
    })
    isWhole = true
    return record
  } finally {
    if (!isWhole) file.leave()
    await read.close()
  }
}

const JOURNAL = '_export.part.json'

interface Journal {
  readonly key: string
  readonly snapshots: number
  readonly files: readonly ExportedFile[]
  /** Files of what is replaced. Those that are not written anew are removed at the end. */
  readonly replaced?: readonly string[]
}

const dayFile = (day: string): string => `day=${day}/rows.parquet`

/** The days of an earlier run that are still as it wrote them; all of its other files are removed. */
async function keptOf(path: string, journal: Journal, key: string): Promise<ExportedFile[]> {
  const kept: ExportedFile[] = []
  let isSame = journal.key === key
  for (const file of journal.files) {
    const target = join(path, file.file)
    isSame &&= (await hashFile(target).catch(() => '')) === file.sha256
    if (isSame) kept.push(file)
    else removeBeside(target)
  }
  return kept
}

/** Writes a file for each day that has rows, and leaves out the days that an earlier run has finished. */
export async function writePartitions(
  read: Read<Store, unknown>,
  target: Target,
  tell: Tell,
): Promise<ExportRecord> {
  const lock = lockFolder(target.path)
  try {
    return await writeLocked(read, target, tell)
  } finally {
    lock.release()
    await read.close()
  }
}

async function writeLocked(read: Read<Store, unknown>, target: Target, tell: Tell): Promise<ExportRecord> {
  const { path, sidecar, recordOf, key } = target
  const journal = join(path, JOURNAL)
  const begun = begin(target, journal)
  const files = await keptOf(path, begun, key)
  const snapshots = (files.length > 0 ? begun.snapshots : 0) + 1
  const { replaced = [] } = begun
  await writeFrom(read, target, tell, files, () =>
    writeBeside(journal, journalText({ key, snapshots, files, replaced })),
  )
  const names = new Set(files.map(({ file }) => file))
  for (const file of replaced) if (!names.has(file)) removeBeside(join(path, file))
  const record = recordOf({ files, snapshots })
  writeSidecar(sidecar, record)
  removeBeside(journal)
  return record
}

const journalText = (journal: Journal): string => `${JSON.stringify(journal)}\n`

/** Has the journal speak for the folder in place of the sidecar, which describes days that are about to change. */
function begin({ sidecar, key }: Target, journal: string): Journal {
  const found = readBeside<Journal>(journal) ?? { key, snapshots: 0, files: [] }
  const described = readBeside<ExportRecord>(sidecar)?.files.map(({ file }) => file) ?? []
  const begun = { ...found, replaced: [...new Set([...(found.replaced ?? []), ...described])] }
  if (described.length > 0) writeBeside(journal, journalText(begun))
  removeSidecar(sidecar)
  return begun
}

/** @param files of the days that are there, to which each new one is added before it appears: its hash says whether it has. */
async function writeFrom(
  read: Read<Store, unknown>,
  { path, days, metadata }: Target,
  tell: Tell,
  files: ExportedFile[],
  save: () => void,
): Promise<void> {
  const first = days.indexOf(files.at(-1)?.to ?? '') + 1
  if (first >= days.length) return
  let rows = 0
  let open: { readonly file: ResumableFile<never>; readonly writer: ParquetFileWriter } | undefined
  try {
    for await (const { batch, day, endsDay } of read.daily(0, days[first])) {
      if (open === undefined) {
        const file = ResumableFile.open<never>(join(path, dayFile(day)), '')
        open = {
          file,
          writer: await ParquetFileWriter.open(read.columns, async (piece) => file.append(piece)),
        }
      }
      await open.writer.write(batch)
      rows += batch.length
      if (endsDay) {
        const { file, writer } = open
        const summary = await writer.finish(metadata)
        files.push({ file: dayFile(day), from: day, to: day, ...summary, sha256: await file.hash() })
        save()
        file.commit()
        open = undefined
      }
      tell(day, days.indexOf(day) + (endsDay ? 1 : 0), rows)
    }
  } finally {
    open?.file.abandon()
  }
}
