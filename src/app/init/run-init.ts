import { basename, dirname, join } from 'node:path'
import { realFolder } from '../../cache/real-folder.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import type { Context } from '../context.js'
import { databaseFailure } from '../database-failure.js'
import { withSession } from '../with-session.js'
import { databaseVariables } from '../../postgres/choose.js'
import type { WantedTables } from './choose-tables.js'
import { initProject, type InitReport } from './init-project.js'

export interface InitRequest extends WantedTables {
  /** Absolute; need not exist. */
  readonly dir: string
  readonly name: string | undefined
  /** A connection URL, or `true` to use the environment. If absent, no connection is made. */
  readonly database: string | true | undefined
  readonly keep: boolean
}

/**
 * Writes a new project, with sources for the tables of a database if one is given.
 *
 * @throws DiagnosticError FS502 to FS509 if the database is not available, FS561 to FS566.
 */
export async function runInit(
  { database, ...request }: InitRequest,
  { env, progress, interrupts }: Pick<Context, 'env' | 'progress' | 'interrupts'>,
): Promise<InitReport> {
  const { name, keep, schemas, tables } = request
  // The folder may not exist yet, but a parent can be a symbolic link.
  const dir = realFolder(join(realFolder(dirname(request.dir)), basename(request.dir)))
  const settings = { dir, name, keep }
  const uninterrupted = (work: () => void): Promise<void> => interrupts.uninterrupted(work)
  if (database === undefined) {
    if (schemas.length + tables.length > 0) throw new DiagnosticError([noDatabase])
    return initProject({ ...settings, database }, uninterrupted)
  }
  const { urlProvider } = await import('../../postgres/url/url-provider.js')
  if (database === true && !namesDatabase(env)) throw new DiagnosticError([noUrl])
  progress.step('connecting')
  const server = await urlProvider({ databaseUrl: database === true ? undefined : database, env }).start()
  return withSession(interrupts, server, async (session) => {
    progress.step('reading tables')
    try {
      const wanted = { schemas, tables }
      return await initProject({ ...settings, database: { session, wanted } }, uninterrupted)
    } catch (error) {
      throw databaseFailure(error, unreadable)
    }
  })
}

const namesDatabase = (env: NodeJS.ProcessEnv): boolean => databaseVariables.some((name) => env[name])

const noUrl: Diagnostic = {
  code: 'FS502',
  place: {},
  message: 'no database is given to read tables from',
  hint: 'Add its URL after --from-database, or set DATABASE_URL.',
}

const noDatabase: Diagnostic = {
  code: 'FS565',
  place: {},
  message: '--schema and --table select tables of a database, but no database is given',
  hint: 'Add --from-database, with a URL or with DATABASE_URL set.',
}

const unreadable = (message: string): Diagnostic => ({
  code: 'FS566',
  place: {},
  message: `the tables of the database cannot be read: ${message}; nothing was written`,
  hint: 'The role must be able to connect and to read the catalogs.',
})
