import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { DiagnosticError, diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { Report } from '../provider.js'
import { analysisInitdbArguments, analysisPruneStatements } from './analysis-settings.js'
import { type Cluster, existingCluster, openCluster, type Runner, serverEnvironment } from './cluster.js'
import { removeAbandoned, UNFINISHED } from './install.js'
import { Watch } from './watch.js'

/** Increase this if the data directory is made differently, so that an older one is not used. */
const RECIPE = 1

/** The data directory that copies are made of, beside the installation. A server only runs on data of its own user. */
export const preparedPath = ({ installation, user }: Runner): string =>
  join(
    dirname(installation),
    `prepared-${basename(installation)}-${user === undefined ? 'own' : user.uid}-${RECIPE}`,
  )

/**
 * Copies a data directory that initdb has made once for this version: initdb takes ten times as long.
 *
 * @param dataDir is created.
 */
export async function copyPrepared(runner: Runner, dataDir: string, report: Report): Promise<Cluster> {
  const prepared = preparedPath(runner)
  try {
    if (!existsSync(prepared)) await prepare(runner, prepared, report)
    // Keeps the owner, which Node's own copying does not.
    await promisify(execFile)('cp', ['-pR', prepared, dataDir])
    const cluster = await existingCluster(dataDir)
    if (cluster !== undefined) return cluster
    throw new Error(`${prepared} is incomplete`)
  } catch (error) {
    if (error instanceof DiagnosticError) throw error
    throw diagnosticError(
      'FS523',
      `The data directory could not be prepared: ${reasonOf(error)}.`,
      'Fix the reported cause and run this again.',
      error,
    )
  }
}

/** It is renamed into place when it is complete, so that builds at the same time use only a whole one. */
async function prepare(runner: Runner, prepared: string, report: Report): Promise<void> {
  report('preparing the native Postgres (first start only)')
  const folder = dirname(prepared)
  await removeAbandoned(folder)
  const unfinished = await mkdtemp(join(folder, UNFINISHED))
  const watch = new Watch(unfinished)
  try {
    if (runner.user !== undefined) await chown(unfinished, runner.user.uid, runner.user.gid)
    const dataDir = join(unfinished, 'data')
    const making: Runner = { ...runner, work: unfinished }
    await openCluster(making, dataDir, { args: analysisInitdbArguments, onPid: (pid) => watch.running(pid) })
    watch.idle()
    await prune(making, dataDir)
    await rename(dataDir, prepared)
  } catch (error) {
    // Another build may have been first; then its directory is as good.
    if (!existsSync(prepared)) throw error
  } finally {
    await watch.done()
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function prune({ installation, work, user }: Runner, dataDir: string): Promise<void> {
  const args = ['--single', '-F', '-D', dataDir, '-c', 'log_min_messages=fatal', 'postgres']
  const running = promisify(execFile)(join(installation, 'bin', 'postgres'), args, {
    cwd: work,
    env: serverEnvironment(),
    ...user,
  })
  running.child.stdin?.end(analysisPruneStatements.map((statement) => `${statement};\n`).join(''))
  await running
}
