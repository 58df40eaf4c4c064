/**
 * The commands of fusion-store as functions. Each takes what its command takes and returns what it prints with
 * `--format json`; mistakes in a project and databases that refuse are in `diagnostics`, not thrown.
 *
 * ```ts
 * import { check } from 'fusion-store/app'
 *
 * const report = await check({ project: 'stores/prices' })
 * if (report.outcome !== 'same') console.log(report.diagnostics, report.sections)
 * ```
 *
 * @packageDocumentation
 */
import { relative, resolve } from 'node:path'
import { DiagnosticError } from '../model/diagnostic.js'
import { processEnvironment } from '../load/environment.js'
import type { TaskReport } from './certification/task-result.js'
import type { JsonCheck } from './check/json-check.js'
import { type Context, foldersOf } from './context.js'
import type { CodeExplanation } from './explain/explain-code.js'
import type { Explanation } from './explain/explanation.js'
import { type FailedOutcome, type Failure, jsonFailure } from './failure.js'
import type { LineageReport } from './lineage/lineage-report.js'
import { Interrupts } from './interrupts.js'
import { type Progress, silent } from './ports.js'

export type { FileStatus } from './build/build.js'
export type { JsonCheck }
export type { JsonReport, TaskReport } from './certification/task-result.js'
export type { JsonChange, JsonFile, JsonSection } from './check/json-check.js'
export type { Acceptance, Against, Affected, Change, FileChange, Impact, Outcome } from './check/report.js'
export type { ColumnFlow, ColumnRef, ColumnType, LineageRole } from '../model/analyzed-project.js'
export type { ViewMeaning } from '../model/view-meaning.js'
export type { RowDifference, ShuffledCell, SourceSample, ViewShuffle } from '../model/view-shuffle.js'
export type { CodeExplanation } from './explain/explain-code.js'
export type * from './explain/explanation.js'
export type * from './lineage/lineage-report.js'
export type { JsonDiagnostic } from './json-diagnostics.js'
export type { Failure } from './failure.js'
export type { Progress } from './ports.js'

/** What every use case takes. */
export interface AppOptions {
  /** Folder with `fusion.config.ts`, relative to the current folder; that one if absent. */
  readonly project?: string
  /** Folder of the generated files, relative to the project; `generated` if absent. */
  readonly out?: string
  /** Environment variables; those of the process if absent. */
  readonly env?: NodeJS.ProcessEnv
  /** Hears how far the work is; nobody does if absent. */
  readonly progress?: Progress
  /**
   * Ends the work early: servers are stopped and a database is told to cancel, files that are being written are
   * finished, and the promise rejects with the signal's reason.
   */
  readonly signal?: AbortSignal
}

/** Which database, and which certification of a project that has several. */
export interface AppDatabaseOptions extends AppOptions {
  /** Connection URL; the one that `DATABASE_URL` or `PG*` name if absent. */
  readonly databaseUrl?: string
  /** `schema.view` of one certified entrypoint; each of them in turn if absent. */
  readonly entrypoint?: string
}

async function run<T, Command extends string>(
  command: Command,
  { project = '.', out = 'generated', env, progress = silent, signal }: AppOptions,
  work: (context: Context) => Promise<T>,
): Promise<T | Failure<FailedOutcome<Command>>> {
  signal?.throwIfAborted()
  const interrupts = new Interrupts(() => Promise.reject(signal?.reason))
  const onAbort = (): void => void interrupts.interrupt()
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const world = processEnvironment()
    const folders = foldersOf(project, out, world.cwd)
    return await work({ ...folders, env: env ?? world.env, progress, interrupts, tell: progress.note })
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (error instanceof DiagnosticError)
      return jsonFailure(command, error.diagnostics) as Failure<FailedOutcome<Command>>
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
    progress.end()
  }
}

/** `fusion build`: writes what is generated from a project, all files or none. */
export const build = (options: AppOptions = {}) =>
  run('build', options, async (context) => {
    const app = await import('./build/build.js')
    return app.jsonBuild(await app.build(context))
  })

/**
 * `fusion check`: compares what a project compiles to with what is committed, accepted and, when asked, live.
 *
 * @param options.database a connection URL, or `true` for the one that the environment names.
 * @param options.meaning also compares each view with the plain reading of its declaration over generated rows.
 */
export const check = (
  options: AppOptions & {
    readonly database?: string | true
    readonly meaning?: { readonly rows?: number; readonly seed?: number }
  } = {},
): Promise<JsonCheck> =>
  // A failure of this command has the form of its report, without sections.
  run('check', options, async (context) => {
    const { database, meaning } = options
    const app = await import('./check/check.js')
    const { jsonCheck } = await import('./check/json-check.js')
    return jsonCheck(
      await app.check({ database, meaning: meaning && { rows: 1000, seed: 1, ...meaning } }, context),
    )
  }) as Promise<JsonCheck>

/** `fusion baseline accept`: accepts what a project compiles to, for a reason. `accepted` is null when nothing is new. */
export const accept = (options: AppOptions & { readonly reason: string }) =>
  run('accept', options, async (context) => {
    const app = await import('./check/baseline.js')
    return app.jsonAccept(await app.accept(options, context))
  })

/** `fusion baseline show`: what was accepted so far, the oldest first. */
export const showBaseline = (options: AppOptions = {}) =>
  run('show', options, async (context) => {
    const app = await import('./check/baseline.js')
    return app.jsonBaseline(app.showBaseline(context))
  })

/**
 * `fusion certify`: has the database run the gates.
 *
 * @param options.days latest days whose data are compared; 3 if absent.
 * @param options.updateBaselines takes the checked days over into the baseline when every gate passes.
 */
export const certify = (
  options: AppDatabaseOptions & { readonly days?: number; readonly updateBaselines?: boolean } = {},
): Promise<TaskReport> =>
  run('certify', options, async (context) => {
    const app = await import('./certification/certify.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.certify({ days: 3, updateBaselines: false, ...options }, context))
  })

/**
 * `fusion baseline capture`: has the database take the baseline of its data.
 *
 * @param options.days latest days; as many as the project declares if absent.
 * @param options.replace takes over days that have drifted from their baseline.
 * @param options.definitions accepts the definitions as they are in the database too.
 */
export const capture = (
  options: AppDatabaseOptions & {
    readonly days?: number
    readonly replace?: boolean
    readonly definitions?: boolean
  } = {},
): Promise<TaskReport> =>
  run('capture', options, async (context) => {
    const app = await import('./certification/capture.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.capture({ replace: false, definitions: false, ...options }, context))
  })

/** `fusion status`: whether a store may be read this moment, and why not. */
export const status = (
  options: AppDatabaseOptions & { readonly history?: number } = {},
): Promise<TaskReport> =>
  run('status', options, async (context) => {
    const app = await import('./certification/status.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.status({ history: 0, ...options }, context))
  })

/** `fusion verify`: counts what is promised of the rows of a store, and what they hold. */
export const verify = (options: AppDatabaseOptions = {}): Promise<TaskReport> =>
  run('verify', options, async (context) => {
    const app = await import('./certification/verify.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.verify(options, context))
  })

/**
 * `fusion verify --shuffle`: reads every view over the same rows in other orders and with other plans.
 *
 * @param options.rows rows of each source that are generated, or the most that are copied from a database.
 */
export const verifyShuffle = (
  options: AppOptions & {
    readonly databaseUrl?: string
    readonly rows?: number
    readonly seed?: number
  } = {},
) =>
  run('verify', options, async (context) => {
    const app = await import('./shuffle/verify-shuffle.js')
    const { jsonShuffle } = await import('./shuffle/shuffle-report.js')
    return jsonShuffle(await app.verifyShuffle({ seed: 1, ...options }, context))
  })

/** `fusion doctor`: what an installation would find in a database. Writes nothing. */
export const doctor = (options: AppDatabaseOptions = {}): Promise<TaskReport> =>
  run('doctor', options, async (context) => {
    const app = await import('./certification/doctor.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.doctor(options, context))
  })

/**
 * `fusion demo`: builds a store over invented rows in a Postgres and queries it.
 *
 * @param options.provider `embedded`, `native`, `url` or `docker`.
 */
export const demo = (options: AppDatabaseOptions & { readonly provider?: string } = {}) =>
  run('demo', options, async (context) => {
    const app = await import('./demo/demo.js')
    const { jsonDemo } = await import('./demo/json-demo.js')
    return jsonDemo(await app.demo(options, context))
  })

/**
 * `fusion explain`: what a diagnostic code means, or what the compiler knows of a source, view, layer, aggregate or column.
 *
 * @param options.subject a code such as `FS152`, or a name such as `ml.v_features.price`.
 * @param options.tree with the query tree, as Postgres analyzed it.
 */
export const explain = (
  options: AppOptions & { readonly subject: string; readonly tree?: boolean },
): Promise<CodeExplanation | Explanation | Failure<'failed'>> =>
  run('explain', options, async (context): Promise<CodeExplanation | Explanation> => {
    const { subject, tree = false } = options
    const { explainCode, isCodeLike } = await import('./explain/explain-code.js')
    if (isCodeLike(subject)) return { format: 1, ...explainCode(subject) }
    const app = await import('./explain/explain.js')
    return app.explain(subject, { tree }, context)
  })

/**
 * `fusion lineage`: the columns that a column is made of, or those that are made of it, through all views.
 *
 * @param options.column a name such as `ml.v_features.price`.
 * @param options.direction `upstream` if absent.
 * @param options.depth greatest number of steps; unlimited if absent.
 */
export const lineage = (
  options: AppOptions & {
    readonly column: string
    readonly direction?: 'upstream' | 'downstream'
    readonly depth?: number
  },
): Promise<LineageReport | Failure<'failed'>> =>
  run('lineage', options, async (context) => {
    const { column, direction = 'upstream', depth } = options
    const app = await import('./lineage/lineage.js')
    return app.lineage(column, { direction, depth }, context)
  })

/**
 * `fusion init`: a new project that builds at once. `project` names its folder, which need not exist.
 *
 * @param options.name name of the project; made of the folder's name if absent.
 * @param options.database makes sources of the tables of this database; `true` for the one that the environment names.
 * @param options.keep keeps files that exist and writes the others.
 */
export const init = (
  options: AppOptions & {
    readonly name?: string
    readonly database?: string | true
    readonly schemas?: readonly string[]
    readonly tables?: readonly string[]
    readonly keep?: boolean
  } = {},
) =>
  run('init', options, async (context) => {
    const { name, database, schemas = [], tables = [], keep = false } = options
    const app = await import('./init/run-init.js')
    const { jsonInit, nextCommands } = await import('./init/json-init.js')
    const { cwd } = processEnvironment()
    const dir = resolve(cwd, options.project ?? '.')
    const report = await app.runInit({ dir, name, database, schemas, tables, keep }, context)
    return jsonInit(report, nextCommands(relative(cwd, dir)))
  })
