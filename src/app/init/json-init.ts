import { jsonDiagnostics } from '../json-diagnostics.js'
import type { InitReport } from './init-project.js'

/**
 * What `fusion init --format json` prints.
 *
 * @param next commands to run next, as a shell takes them.
 */
export const jsonInit = ({ name, files, notes }: InitReport, next: readonly string[]) => ({
  format: 1 as const,
  outcome: 'created' as const,
  project: name,
  files,
  next,
  notes: jsonDiagnostics(notes),
})
