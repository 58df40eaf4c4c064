import { jsonDiagnostics } from '../json-diagnostics.js'
import type { InitReport } from './init-project.js'

/** Quotes a path for a shell. */
const quoted = (path: string): string =>
  /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

/**
 * The commands to run next, quoted for a shell.
 *
 * @param path of the new project, relative to the current folder; empty if they are the same.
 */
export const nextCommands = (path: string): readonly string[] => [
  ...(path === '' ? [] : [`cd ${quoted(path.startsWith('-') ? `./${path}` : path)}`]),
  'npm install',
  'npm run build:sql',
  'npm run typecheck',
  'npx fusion baseline accept --reason "first version"',
  'npm run check:sql',
]

/**
 * JSON output of `fusion init`.
 *
 * @param next commands to run next, quoted for a shell.
 */
export const jsonInit = ({ name, files, notes }: InitReport, next: readonly string[]) => ({
  format: 1 as const,
  outcome: 'created' as const,
  project: name,
  files,
  next,
  notes: jsonDiagnostics(notes),
})
