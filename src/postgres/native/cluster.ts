import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { diagnosticError } from '../../model/diagnostic.js'
import type { NativeMajor } from './versions.js'
import { canEnter, type ServerUser } from './server-user.js'

/** A data directory created by initdb, and how to run programs on it. */
export interface Cluster {
  readonly dataDir: string
  /** Password of the superuser, `postgres`. */
  readonly password: string
}

export interface Runner {
  /** Folder with `bin`, `lib` and `share`. */
  readonly installation: string
  readonly major: NativeMajor
  readonly user: ServerUser | undefined
  /** Folder for this server only, accessible to its user. */
  readonly work: string
}

const PASSWORD_FILE = 'fusion-store-password'

/** Environment for the server's programs, without PGDATA, PGPORT and similar variables. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  ...(process.env['TZ'] ? { TZ: process.env['TZ'] } : {}),
})

/** How initdb makes a cluster. */
export interface InitdbOptions {
  /** Arguments beside those of every cluster. */
  readonly args?: readonly string[]
  /** Receives the process ID of initdb as soon as it runs. */
  readonly onPid?: (pid: number) => void
}

/** A cluster that was created in `dataDir` before; undefined if there is none. */
export async function existingCluster(dataDir: string): Promise<Cluster | undefined> {
  const passwordFile = join(dataDir, PASSWORD_FILE)
  if (!existsSync(passwordFile)) return undefined
  return { dataDir, password: await readFile(passwordFile, 'utf8') }
}

/** Creates a cluster in `dataDir`, or reuses an existing one. */
export async function openCluster(
  runner: Runner,
  dataDir: string,
  options: InitdbOptions = {},
): Promise<Cluster> {
  const existing = await existingCluster(dataDir)
  if (existing !== undefined) return existing
  await makeDataDir(runner, dataDir)
  // Any local user can connect to a loopback port, and a superuser may run programs, so a password is required.
  const password = randomBytes(18).toString('base64url')
  const given = join(runner.work, PASSWORD_FILE)
  await writeFile(given, password, { mode: 0o600 })
  if (runner.user !== undefined) {
    await chown(given, runner.user.uid, runner.user.gid)
  }
  const { args = [], onPid } = options
  await initdb(runner, ['-D', dataDir, `--pwfile=${given}`, ...localeArguments(runner.major), ...args], onPid)
  await writeFile(join(dataDir, PASSWORD_FILE), password, { mode: 0o600 })
  return { dataDir, password }
}

async function makeDataDir({ user }: Runner, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, 0o700)
  if (user === undefined) return
  await chown(dataDir, user.uid, user.gid)
  if (canEnter(dataDir, user)) return
  const hint = `Choose a folder whose parents are all accessible to others (chmod o+x), or do not run as root.`
  throw diagnosticError('FS523', `The server runs as user ${user.uid}, who cannot access ${dataDir}.`, hint)
}

async function initdb(
  { installation, user, work }: Runner,
  args: readonly string[],
  onPid: (pid: number) => void = () => undefined,
): Promise<void> {
  const fixed = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-sync',
    '--no-instructions',
  ]
  try {
    const running = promisify(execFile)(join(installation, 'bin', 'initdb'), [...fixed, ...args], {
      cwd: work,
      env: serverEnvironment(),
      ...user,
    })
    if (running.child.pid !== undefined) onPid(running.child.pid)
    await running
  } catch (error) {
    const said = ((error as { stderr?: string }).stderr ?? '').trim().split('\n').at(-1) || String(error)
    throw diagnosticError(
      'FS523',
      `initdb failed: ${said}`,
      'Fix the reported cause and run this again.',
      error,
    )
  }
}

/** Sorts by code point with Unicode case rules, as the embedded server does. Options depend on the major version. */
function localeArguments(major: NativeMajor): readonly string[] {
  if (major >= 17) return ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  return process.platform === 'linux' ? ['--locale=C.UTF-8'] : ['--locale=C']
}
