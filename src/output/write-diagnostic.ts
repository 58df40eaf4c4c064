import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

const denied = new Set(['EACCES', 'EPERM', 'EROFS'])
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const blocked = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY'])

/** An error of the file system as a diagnostic; anything else, which is a bug, as it is. */
export function writeDiagnostic(error: unknown, outDir: string): unknown {
  // Errors of Node itself have codes too; only those of the file system come from a system call.
  if (!(error instanceof Error) || !('syscall' in error)) return error
  const code = errorCode(error)
  if (code === undefined) return error
  const nothing = 'Nothing was changed'
  if (denied.has(code)) {
    const hint = 'Make the folder and the files in it writable, or build into another one.'
    return diagnosticError(
      'FS551',
      `${outDir} cannot be written to (${error.message}). ${nothing}.`,
      hint,
      error,
    )
  }
  if (full.has(code)) {
    const message = `There is no room for the generated files in ${outDir} (${error.message}). ${nothing}.`
    return diagnosticError('FS552', message, 'Free some space and build again.', error)
  }
  if (blocked.has(code)) {
    const message = `Something is in the way of a generated file in ${outDir} (${error.message}). ${nothing}.`
    return diagnosticError('FS554', message, 'Move what is there to another place and build again.', error)
  }
  const message = `The generated files could not be written to ${outDir} (${error.message}). ${nothing}.`
  return diagnosticError('FS556', message, 'See to what the message names and build again.', error)
}
