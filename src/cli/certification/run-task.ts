import type { Attempt } from '../../io/certification/database-fault.js'
import type { Session } from '../../io/postgres/session.js'
import { projectCacheDir } from '../../io/project-cache-dir.js'
import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { type Colours, coloursFor } from '../colours.js'
import { widthOf } from '../columns.js'
import { type CommonOptions, foldersOf } from '../commands/common.js'
import type { ExitCode } from '../exit-codes.js'
import { toJson } from '../json-diagnostics.js'
import { type CompileContext, type CompiledInMemory, compileInMemory } from '../pipeline.js'
import { createProgress, type Progress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { certificationOf } from './certification-of.js'
import { type InterruptWords, onDatabase } from './on-database.js'

export interface DatabaseOptions extends CommonOptions {
  /** Connection URL; what the environment names when there is none. */
  readonly databaseUrl: string | undefined
}

/** What a report is about; names as SQL writes them. */
export interface Subject {
  readonly entrypoint: string
  readonly aliases: readonly string[]
  /** The server, for people. */
  readonly server: string
}

/** A command on the certification of a project in a database. */
export interface Task<P extends CompiledInMemory, T> {
  readonly of: Attempt['of']
  /** What is so after it failed. */
  readonly left: string
  /** Whether the role of the certifier does not suffice. */
  readonly isForOwner?: boolean
  readonly words: InterruptWords
  /** Gets as much of the project as is needed. */
  prepare(context: CompileContext): Promise<P>
  work(session: Session, certification: CompiledCertification, project: P, progress: Progress): Promise<T>
  json(result: T, subject: Subject): object
  print(result: T, subject: Subject, colours: Colours, width: number): string
  exitCode(result: T): ExitCode
}

/** Load and compile are enough for what only calls the audit schema. */
export const prepareCompiled = (context: CompileContext): Promise<CompiledInMemory> =>
  compileInMemory(context)

/** Runs a task from the options of its command to the report. */
export async function runTask<P extends CompiledInMemory, T>(
  task: Task<P, T>,
  options: DatabaseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, stdout } = terminal
  const progress = createProgress(terminal, options.quiet)
  try {
    const { projectDir } = foldersOf(options, terminal)
    const prepared = await task.prepare({ projectDir, cacheDir: projectCacheDir(projectDir, env), progress })
    const certification = certificationOf(prepared.project)
    const { entrypoint, aliases, roles } = certification
    const { of, left, words, isForOwner = false } = task
    const certifier = quoteIdentifier(roles.certifier)
    const who = isForOwner
      ? 'the owner of the audit schema'
      : `a member of ${certifier} (GRANT ${certifier} TO …), or as the owner of the audit schema`
    const attempt = { of, left, who }
    const { result, server } = await onDatabase(
      { databaseUrl: options.databaseUrl, attempt, words, progress },
      terminal,
      async (session, { description }) => ({
        result: await task.work(session, certification, prepared, progress),
        server: description,
      }),
    )
    progress.end()
    const subject = { entrypoint: quoteRelation(entrypoint), aliases: aliases.map(quoteRelation), server }
    stdout.write(
      options.format === 'json'
        ? toJson({ format: 1, ...task.json(result, subject), diagnostics: [] })
        : task.print(result, subject, coloursFor(stdout, env), widthOf(stdout)),
    )
    return task.exitCode(result)
  } finally {
    progress.end()
  }
}
