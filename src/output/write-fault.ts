import { DiagnosticError } from '../model/diagnostic.js'

/** Codes of this folder; 501 to 549 are those of the Postgres providers. */
export const WRITE_FAULTS = {
  FS551: 'output folder cannot be written to',
  FS552: 'no room left on the device',
  FS553: 'another build is writing',
  FS554: 'something that no build wrote is in the way',
  FS555: 'path of a generated file is not usable',
  FS556: 'file system refused',
  FS557: 'an interrupted build could not be undone',
} as const

export const writeFault = (
  code: keyof typeof WRITE_FAULTS,
  message: string,
  hint: string,
  cause?: unknown,
): DiagnosticError =>
  new DiagnosticError([{ code, place: {}, message, hint }], cause === undefined ? {} : { cause })

/** The code of an error that Node's file system gave, `ENOENT`; undefined for any other error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
    ? error.code
    : undefined

const denied = new Set(['EACCES', 'EPERM', 'EROFS'])
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const blocked = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY'])

/** An error of the file system as a diagnostic; anything else, which is a bug, as it is. */
export function toWriteFault(error: unknown, outDir: string): unknown {
  const code = codeOf(error)
  if (code === undefined || !(error instanceof Error)) return error
  const nothing = 'Nothing was changed'
  if (denied.has(code)) {
    const hint = 'Make the folder and the files in it writable, or build into another one.'
    return writeFault('FS551', `${outDir} cannot be written to (${error.message}). ${nothing}.`, hint, error)
  }
  if (full.has(code)) {
    const message = `There is no room for the generated files in ${outDir} (${error.message}). ${nothing}.`
    return writeFault('FS552', message, 'Free some space and build again.', error)
  }
  if (blocked.has(code)) {
    const message = `Something is in the way of a generated file in ${outDir} (${error.message}). ${nothing}.`
    return writeFault('FS554', message, 'Move what is there to another place and build again.', error)
  }
  const message = `The generated files could not be written to ${outDir} (${error.message}). ${nothing}.`
  return writeFault('FS556', message, 'See to what the message names and build again.', error)
}
