import type { Attempt } from '../../certify/run/database-diagnostics.js'
import type { Session } from '../../postgres/session.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { type CommonOptions, foldersOf } from '../../cli/commands/folders.js'
import type { ExitCode } from '../../cli/exit-codes.js'
import { type CompileContext, type CompiledInMemory, compileInMemory } from '../build/pipeline.js'
import { createProgress, type Progress } from '../../cli/progress.js'
import type { Terminal } from '../../cli/terminal.js'
import { certificationsOf } from './certification-of.js'
import { type InterruptWords, onDatabase } from './on-database.js'
import { runEach } from './run-each.js'
import { type Reporting, writeReports } from '../../cli/report/write-reports.js'

export interface DatabaseOptions extends CommonOptions {
  /** Connection URL; what the environment names when there is none. */
  readonly databaseUrl: string | undefined
  /** The one entrypoint of the project to work on; each of them in turn when it is not given. */
  readonly entrypoint: string | undefined
}

/** A command on the certification of a project in a database. */
export interface Task<P extends CompiledInMemory, T> extends Reporting<T> {
  readonly of: Attempt['of']
  /** What is so after it failed. */
  readonly left: string
  /** Whether the role of the certifier does not suffice. */
  readonly isForOwner?: boolean
  /** Whether one run is about all certifications together; it is given them as `all`. */
  readonly isOfProject?: boolean
  readonly words: InterruptWords
  /** Gets as much of the project as is needed. */
  prepare(context: CompileContext): Promise<P>
  work(
    session: Session,
    certification: CompiledCertification,
    project: P,
    progress: Progress,
    all: readonly CompiledCertification[],
  ): Promise<T>
}

/** Load and compile are enough for what only calls the audit schema. */
export const prepareCompiled = (context: CompileContext): Promise<CompiledInMemory> =>
  compileInMemory(context)

/** What of a task that an interrupt ended is said: of several certifications the first ones may be over. */
const wordsFor = (words: InterruptWords, left: string, count: number): InterruptWords =>
  count === 1 || left === ''
    ? words
    : { ...words, canceled: `Canceled. Of the certification that was running, ${left}.` }

/** Runs a task on each certification of a project, or on one of them, from the options of its command to the report. */
export async function runTask<P extends CompiledInMemory, T>(
  task: Task<P, T>,
  options: DatabaseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { databaseUrl, entrypoint, quiet, format } = options
  const { env } = terminal
  const progress = createProgress(terminal, quiet)
  try {
    const { projectDir } = foldersOf(options, terminal)
    const prepared = await task.prepare({ projectDir, cacheDir: projectCacheDir(projectDir, env), progress })
    const certifications = certificationsOf(prepared.project, entrypoint)
    const { isOfProject = false } = task
    const runs = isOfProject ? certifications.slice(0, 1) : certifications
    const words = wordsFor(task.words, task.left, runs.length)
    const attempt = attemptOf(task, certifications)
    const { outcomes, server } = await onDatabase(
      { databaseUrl, attempt, words, progress },
      terminal,
      async (session, { description }) => ({
        outcomes: await runEach(
          runs,
          (certification) => attemptOf(task, [certification]),
          (certification) => task.work(session, certification, prepared, progress, certifications),
        ),
        server: description,
      }),
    )
    progress.end()
    const beside = isOfProject ? certifications.slice(1) : []
    const reported = outcomes.map((outcome) => ({ ...outcome, beside }))
    return writeReports(reported, server, task, format, terminal)
  } finally {
    progress.end()
  }
}

function attemptOf(
  { of, left, isForOwner = false }: Pick<Task<never, never>, 'of' | 'left' | 'isForOwner'>,
  certifications: readonly CompiledCertification[],
): Attempt {
  const certifiers = [...new Set(certifications.map(({ roles }) => quoteIdentifier(roles.certifier)))]
  const grants = certifiers.map((certifier) => `a member of ${certifier} (GRANT ${certifier} TO …)`)
  const who = isForOwner
    ? 'the owner of the audit schema'
    : `${grants.join(' and ')}, or as the owner of the audit schema`
  return { of, left, who }
}
