/**
 * The commands of fusion-store as functions. Each takes the options of its command and returns its `--format json` output.
 * Errors in a project or of a database are returned in `diagnostics`, not thrown.
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
import { DEFAULT_SEARCH } from './check/search-settings.js'
import { type Context, foldersOf } from './context.js'
import type { CodeExplanation } from './explain/explain-code.js'
import type { Explanation } from './explain/explanation.js'
import { type FailedOutcome, type Failure, jsonFailure } from './failure.js'
import type { InspectReport } from './inspect/inspect-report.js'
import type { LineageReport } from './lineage/lineage-report.js'
import { Interrupts } from './interrupts.js'
import { type Progress, silent } from './ports.js'

export type { FileStatus } from './build/build.js'
export type { JsonCheck }
export type { JsonReport, TaskReport } from './certification/task-result.js'
export type { JsonChange, JsonFile, JsonSection } from './check/json-check.js'
export type { Acceptance, Against, Affected, Change, FileChange, Impact, Outcome } from './check/report.js'
export type { ColumnFlow, ColumnRef, ColumnType, LineageRole } from '../model/analyzed-project.js'
export type {
  ChangeClass,
  ChangeWitness,
  ColumnVerdict,
  PartMeaning,
  PartVerdict,
  RelationVerdict,
  VersionStep,
  WitnessCell,
  WitnessOutput,
  WitnessSource,
} from '../model/change-verdict.js'
export type { ViewMeaning } from '../model/view-meaning.js'
export type { FutureCheck, LateChange, Movement, SourceInFuture } from '../model/future-check.js'
export type { RowDifference, ShuffledCell, SourceSample, ViewShuffle } from '../model/view-shuffle.js'
export type { CodeExplanation } from './explain/explain-code.js'
export type * from './explain/explanation.js'
export type * from './inspect/inspect-report.js'
export type * from './lineage/lineage-report.js'
export type { JsonDiagnostic } from './json-diagnostics.js'
export type { Failure } from './failure.js'
export type { Progress } from './ports.js'

/** Options of every use case. */
export interface AppOptions {
  /** Folder that contains `fusion.config.ts`, relative to the current folder. Default: the current folder. */
  readonly project?: string
  /** Folder of the generated files, relative to the project. Default: `generated`. */
  readonly out?: string
  /** Environment variables. Default: those of the process. */
  readonly env?: NodeJS.ProcessEnv
  /**
   * The Postgres that analyzes: `embedded` or `native`, which is installed from npm on first use. Default: `FUSION_ENGINE`, or
   * the native one for a large project if it is installed. The result is the same.
   */
  readonly engine?: 'embedded' | 'native'
  /** Receives progress reports. */
  readonly progress?: Progress
  /**
   * Cancels the work: servers are stopped, database queries are canceled, file writes in progress are completed, and the
   * promise rejects with the signal's reason.
   */
  readonly signal?: AbortSignal
}

/** Options that select the database and the certification. */
export interface AppDatabaseOptions extends AppOptions {
  /** Connection URL. Default: from `DATABASE_URL` or `PG*`. */
  readonly databaseUrl?: string
  /** `schema.view` of one certified entrypoint. Default: each in turn. */
  readonly entrypoint?: string
}

async function run<T, Command extends string>(
  command: Command,
  { project = '.', out = 'generated', engine, env, progress = silent, signal }: AppOptions,
  work: (context: Context) => Promise<T>,
): Promise<T | Failure<FailedOutcome<Command>>> {
  signal?.throwIfAborted()
  const interrupts = new Interrupts(() => Promise.reject(signal?.reason))
  const onAbort = (): void => void interrupts.interrupt()
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const world = processEnvironment()
    const folders = foldersOf(project, out, world.cwd)
    return await work({
      ...folders,
      engine,
      env: env ?? world.env,
      progress,
      interrupts,
      tell: progress.note,
    })
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

/** `fusion build`: compiles a project and writes the generated files, all or none. */
export const build = (options: AppOptions = {}) =>
  run('build', options, async (context) => {
    const app = await import('./build/build.js')
    return app.jsonBuild(await app.build(context))
  })

/**
 * `fusion check`: compares a compiled project with its committed files, its accepted baseline and optionally a live
 * database.
 *
 * @param options.database a connection URL, or `true` to use the environment.
 * @param options.meaning also compares each view with its plain form over generated rows.
 * @param options.search how often rows are drawn to show what a changed view returns differently. Default: 60 tries, seed 1;
 * 0 tries for no search.
 */
export const check = (
  options: AppOptions & {
    readonly database?: string | true
    readonly meaning?: { readonly rows?: number; readonly seed?: number }
    readonly search?: { readonly tries?: number; readonly seed?: number }
  } = {},
): Promise<JsonCheck> =>
  // A failure of this command has the form of its report, without sections.
  run('check', options, async (context) => {
    const { database, meaning } = options
    const search = { ...DEFAULT_SEARCH, ...options.search }
    const app = await import('./check/check.js')
    const { jsonCheck } = await import('./check/json-check.js')
    return jsonCheck(
      await app.check({ database, meaning: meaning && { rows: 1000, seed: 1, ...meaning }, search }, context),
    )
  }) as Promise<JsonCheck>

/** `fusion baseline accept`: accepts the compiled definitions of a project. `accepted` is null if nothing has changed. */
export const accept = (options: AppOptions & { readonly reason: string }) =>
  run('accept', options, async (context) => {
    const app = await import('./check/baseline.js')
    return app.jsonAccept(await app.accept(options, context))
  })

/** `fusion baseline show`: lists the acceptances, oldest first. */
export const showBaseline = (options: AppOptions = {}) =>
  run('show', options, async (context) => {
    const app = await import('./check/baseline.js')
    return app.jsonBaseline(app.showBaseline(context))
  })

/**
 * `fusion certify`: runs the gates in the database.
 *
 * @param options.days number of latest days to compare. Default: 3.
 * @param options.updateBaselines makes the checked days the new baseline if every gate passes.
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
 * `fusion baseline capture`: records the data of a database as the baseline.
 *
 * @param options.days number of latest days. Default: as declared in the project.
 * @param options.replace also replaces the baseline of days that have drifted.
 * @param options.definitions also accepts the current definitions in the database.
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

/** `fusion status`: whether a store may be read now, and if not, why. */
export const status = (
  options: AppDatabaseOptions & { readonly history?: number } = {},
): Promise<TaskReport> =>
  run('status', options, async (context) => {
    const app = await import('./certification/status.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.status({ history: 0, ...options }, context))
  })

/**
 * `fusion refresh`: refreshes the stored relations of a project.
 *
 * @param options.only `schema.relation` of those to refresh. Default: all.
 * @param options.full computes all rows even if few have changed.
 * @param options.dryRun only returns what would be done.
 */
export const refresh = (
  options: Omit<AppDatabaseOptions, 'entrypoint'> & {
    readonly only?: readonly string[]
    readonly full?: boolean
    readonly dryRun?: boolean
  } = {},
) =>
  run('refresh', options, async (context) => {
    const app = await import('./refresh/refresh.js')
    const { jsonRefresh } = await import('./refresh/refresh-report.js')
    return jsonRefresh(await app.refresh({ only: [], full: false, dryRun: false, ...options }, context))
  })

/**
 * `fusion export`: writes the certified rows of some days as Parquet.
 *
 * @param options.target the file, or with `partition` the folder, relative to the current folder.
 */
export const exportRows = (
  options: Omit<AppDatabaseOptions, 'out'> & {
    readonly from: string
    readonly to: string
    readonly target: string
    readonly partition?: 'day'
    readonly t0?: boolean
    readonly overwrite?: boolean
    readonly croissant?: boolean
    readonly openlineage?: boolean
  },
) =>
  run('export', options, async (context) => {
    const app = await import('./export/export.js')
    const settings = { t0: false, overwrite: false, ...options }
    const out = resolve(processEnvironment().cwd, options.target)
    const { outcome, sidecar, record } = await app.exportRows({ ...settings, out }, context)
    return { format: 1 as const, outcome, out, sidecar, record, diagnostics: [] }
  })

/** `fusion verify`: checks the keys and invariants of a store and counts its values. */
export const verify = (options: AppDatabaseOptions = {}): Promise<TaskReport> =>
  run('verify', options, async (context) => {
    const app = await import('./certification/verify.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.verify(options, context))
  })

/**
 * `fusion verify --shuffle`: reads every view several times over the same rows in different orders and plans.
 *
 * @param options.rows rows to generate for each source, or the maximum to copy from a database.
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

/**
 * `fusion verify --future`: records rows after sampled T0s, and checks that rows with an earlier T0 stay as they are.
 *
 * @param options.rows rows to generate for each source, or the maximum to copy from a database.
 */
export const verifyFuture = (
  options: AppDatabaseOptions & { readonly rows?: number; readonly seed?: number } = {},
) =>
  run('verify', options, async (context) => {
    const app = await import('./future/verify-future.js')
    const { jsonFuture } = await import('./future/future-report.js')
    return jsonFuture(await app.verifyFuture({ seed: 1, ...options }, context))
  })

/** `fusion doctor`: checks whether a database is ready for an installation. Writes nothing. */
export const doctor = (options: AppDatabaseOptions = {}): Promise<TaskReport> =>
  run('doctor', options, async (context) => {
    const app = await import('./certification/doctor.js')
    const { jsonTask } = await import('./certification/task-result.js')
    return jsonTask(await app.doctor(options, context))
  })

/**
 * `fusion demo`: builds a store over generated rows in a Postgres and queries it.
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
 * `fusion explain`: explains a diagnostic code, or a source, view, layer, aggregate or column.
 *
 * @param options.subject a code such as `FS152`, or a name such as `ml.v_features.price`.
 * @param options.tree includes the query tree as analyzed by Postgres.
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
 * @param options.direction Default: `upstream`.
 * @param options.depth greatest number of steps. Default: unlimited.
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
 * `fusion init`: creates a project that builds right away. `project` is its folder, which need not exist.
 *
 * @param options.name name of the project. Default: made from the name of its package or folder.
 * @param options.database creates sources for the tables of this database; `true` to use the environment.
 * @param options.keep keeps existing files and writes the others.
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

/**
 * `fusion inspect`: analyzes views of a database that were written by hand. Needs no project.
 *
 * @param options.views each as `schema.view`.
 * @param options.schemas schemas whose views are all inspected.
 * @param options.databaseUrl Default: from `DATABASE_URL` or `PG*`.
 * @param options.out file of row types to write, relative to the current folder. Default: none.
 */
export const inspect = (
  options: Pick<AppOptions, 'env' | 'progress' | 'signal'> & {
    readonly views?: readonly string[]
    readonly schemas?: readonly string[]
    readonly databaseUrl?: string
    readonly out?: string
  },
): Promise<InspectReport | Failure<'failed'>> => {
  const { out, views = [], schemas = [], databaseUrl, ...common } = options
  return run('inspect', common, async (context) => {
    const app = await import('./inspect/inspect.js')
    return app.inspect({ views, schemas, databaseUrl, out, cwd: processEnvironment().cwd }, context)
  })
}
