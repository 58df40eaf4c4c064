import type { Artifact } from '../model/artifact.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { isOurs } from './manifest.js'
import { diagnosticError } from '../model/diagnostic.js'

/** @throws DiagnosticError FS555 for paths outside of the output folder or that collide on some file systems. */
export function checkPaths(artifacts: readonly Artifact[]): void {
  const errors: DiagnosticError[] = []
  const seen = new Map<string, string>()
  for (const { path } of artifacts) {
    const other = seen.get(path.toLowerCase())
    seen.set(path.toLowerCase(), path)
    if (!isOurs(path)) {
      const hint =
        'Use letters, digits and underscores for the file name, and a path inside the output folder.'
      errors.push(diagnosticError('FS555', `A file cannot be generated at ${JSON.stringify(path)}.`, hint))
    } else if (other !== undefined) {
      const message = `The generated files ${path} and ${other} are the same file on a case-insensitive file system.`
      errors.push(diagnosticError('FS555', message, 'Rename one of them.'))
    }
  }
  if (errors.length > 0) throw new DiagnosticError(errors.flatMap(({ diagnostics }) => diagnostics))
}
