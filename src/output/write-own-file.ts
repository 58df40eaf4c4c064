import { randomUUID } from 'node:crypto'
import { realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Diagnostic, DiagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'
import { makeFolders } from './make-folders.js'
import { readIfThere } from './new-files.js'

/**
 * Checks early whether {@link writeOwnFile} would refuse a file.
 *
 * @returns its text; undefined if it does not exist.
 * @throws DiagnosticError FS607, FS610.
 */
export const readOwnFile = (file: string, mark: string): string | undefined =>
  guarded(file, () => {
    const before = readIfThere(file)
    if (before !== undefined && !before.startsWith(mark)) throw new DiagnosticError([occupied(file)])
    return before
  })

/**
 * Writes one file, whole or not at all. A file that does not begin like one of ours is kept. A link stays a link.
 *
 * @param file absolute.
 * @param mark the beginning of every file that this command writes.
 * @throws DiagnosticError FS607 if another file is there, FS610 if it cannot be written. Nothing was changed then.
 */
export const writeOwnFile = (file: string, text: string, mark: string): 'written' | 'unchanged' =>
  guarded(file, () => {
    const before = readOwnFile(file, mark)
    if (before === text) return 'unchanged'
    makeFolders(dirname(file))
    const target = before === undefined ? file : realpathSync(file)
    const fresh = `${target}.${randomUUID()}`
    try {
      writeFileSync(fresh, text, { flag: 'wx' })
      renameSync(fresh, target)
    } finally {
      rmSync(fresh, { force: true })
    }
    return 'written'
  })

function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || errorCode(error) === undefined) throw error
    throw new DiagnosticError([unwritable(file, error.message)], { cause: error })
  }
}

const occupied = (file: string): Diagnostic => ({
  code: 'FS607',
  place: {},
  message: `${file} exists and was not written by this command; nothing was written`,
  hint: 'Give another file, or move this one away.',
})

const unwritable = (file: string, message: string): Diagnostic => ({
  code: 'FS610',
  place: {},
  message: `${file} cannot be written: ${message}`,
  hint: 'Fix the reported cause, or give another file.',
})
