import type { Artifact } from '../model/artifact.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { isOurs } from './manifest.js'
import { diagnosticError } from '../model/diagnostic.js'

/** @throws DiagnosticError FS555 for paths that lead out of the output folder or are one file on some file systems. */
export function checkPaths(artifacts: readonly Artifact[]): void {
  const errors: DiagnosticError[] = []
  const seen = new Map<string, string>()
  for (const { path } of artifacts) {
    const other = seen.get(path.toLowerCase())
    seen.set(path.toLowerCase(), path)
    if (!isOurs(path)) {
      const hint =
        'Name the file by letters, digits and underscores, in a folder of the output folder or in none.'
      errors.push(diagnosticError('FS555', `No file can be generated at ${JSON.stringify(path)}.`, hint))
    } else if (other !== undefined) {
      const message = `${path} and ${other} are to be generated, and are one file where case does not count.`
      errors.push(diagnosticError('FS555', message, 'Give one of them another name.'))
    }
  }
  if (errors.length > 0) throw new DiagnosticError(errors.flatMap(({ diagnostics }) => diagnostics))
}
