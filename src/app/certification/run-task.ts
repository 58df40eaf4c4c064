import type { Attempt } from '../../certify/run/database-diagnostic.js'
import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'
import { connectionConfig } from '../../postgres/url/url-provider.js'
import { type CompiledInMemory, compileInMemory } from '../build/pipeline.js'
import { buildContext, type BuildContext, type Context } from '../context.js'
import type { Progress } from '../ports.js'
import { certificationsOf } from './certification-of.js'
import { type InterruptMessages, onDatabase } from './on-database.js'
import { runEach } from './run-each.js'
import type { Reporting, TaskResult } from './task-result.js'

/** The certifications to work on, and the database. */
export interface DatabaseOptions {
  /** Connection URL; if absent, the one from the environment. */
  readonly databaseUrl?: string | undefined
  /** The entrypoint to work on; if absent, each in turn. */
  readonly entrypoint?: string | undefined
}

/** A use case on the certification of a project in a database. */
export interface Task<P extends CompiledInMemory, T> extends Reporting<T> {
  readonly of: Attempt['of']
  /** State after a failure, as shown to the user. */
  readonly left: string
  /** Whether the task needs more than the certifier role. */
  readonly isForOwner?: boolean
  /** Whether one run covers all certifications, passed as `all`. */
  readonly isOfProject?: boolean
  readonly messages: InterruptMessages
  /** Runs the stages of the pipeline that the task needs. */
  prepare(context: BuildContext): Promise<P>
  work(
    session: Session,
    certification: CompiledCertification,
    project: P,
    progress: Progress,
    all: readonly CompiledCertification[],
  ): Promise<T>
}

/** For tasks that only call the audit schema, loading and compiling is enough. */
export const prepareCompiled = (context: BuildContext): Promise<CompiledInMemory> => compileInMemory(context)

/** Messages for an interrupted task. Of several certifications, the first may already be finished. */
const messagesFor = (messages: InterruptMessages, left: string, count: number): InterruptMessages =>
  count === 1 || left === ''
    ? messages
    : { ...messages, canceled: `Canceled. For the certification that was running: ${left}.` }

/**
 * Runs the stages of the pipeline that a task needs.
 *
 * @throws DiagnosticError where no database is given: before them, because they can take long.
 */
export function prepare<P extends CompiledInMemory>(
  task: Pick<Task<P, never>, 'prepare'>,
  { databaseUrl }: DatabaseOptions,
  context: Context,
): Promise<P> {
  connectionConfig({ databaseUrl, env: context.env })
  return task.prepare(buildContext(context))
}

/** Runs a task on each certification of a project, or on one of them. */
export async function runTask<P extends CompiledInMemory, T>(
  task: Task<P, T>,
  options: DatabaseOptions,
  context: Context,
): Promise<TaskResult<T, never>> {
  const { databaseUrl, entrypoint } = options
  const prepared = await prepare(task, options, context)
  const certifications = certificationsOf(prepared.project, entrypoint)
  const { isOfProject = false, json, grade } = task
  const runs = isOfProject ? certifications.slice(0, 1) : certifications
  const messages = messagesFor(task.messages, task.left, runs.length)
  const attempt = attemptOf(task, certifications)
  const { outcomes, server } = await onDatabase(
    { databaseUrl, attempt, messages },
    context,
    async (session, { description }) => ({
      outcomes: await runEach(
        runs,
        context.interrupts,
        (certification) => attemptOf(task, [certification]),
        (certification) => task.work(session, certification, prepared, context.progress, certifications),
      ),
      server: description,
    }),
  )
  const beside = isOfProject ? certifications.slice(1) : []
  return { outcomes: outcomes.map((outcome) => ({ ...outcome, beside })), server, reporting: { json, grade } }
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
