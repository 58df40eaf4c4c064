import { jsonDiagnostics } from '../json-diagnostics.js'
import type { InitReport } from './init-project.js'

/** What a shell takes for one word. */
const quoted = (path: string): string =>
  /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

/**
 * What to run next, as a shell takes it.
 *
 * @param path of the new project, from the current folder; empty when it is that.
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
