import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

const denied = new Set(['EACCES', 'EPERM', 'EROFS'])
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const blocked = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY'])

/** Turns a file system error into a diagnostic. Any other error is a bug and is returned unchanged. */
export function writeDiagnostic(error: unknown, outDir: string): unknown {
  // Node's own errors have codes too, but only file system errors have a system call.
  if (!(error instanceof Error) || !('syscall' in error)) return error
  const code = errorCode(error)
  if (code === undefined) return error
  const nothing = 'Nothing was changed'
  if (denied.has(code)) {
    const hint = 'Make the folder and its files writable, or build into another folder.'
    return diagnosticError('FS551', `${outDir} is not writable (${error.message}). ${nothing}.`, hint, error)
  }
  if (full.has(code)) {
    const message = `There is not enough disk space for the generated files in ${outDir} (${error.message}). ${nothing}.`
    return diagnosticError('FS552', message, 'Free some disk space and build again.', error)
  }
  if (blocked.has(code)) {
    const message = `Another file or folder has the path of a generated file in ${outDir} (${error.message}). ${nothing}.`
    return diagnosticError('FS554', message, 'Move it and build again.', error)
  }
  const message = `The generated files could not be written to ${outDir} (${error.message}). ${nothing}.`
  return diagnosticError('FS556', message, 'Fix the reported cause and build again.', error)
}
