import { type AnalysisCache, openAnalysisCache } from '../../cache/analysis-cache.js'
import type { ProjectDeclaration } from '../../declare/project.js'
import type { LoadedProject } from '../../load/loaded-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { EmbeddedOptions } from '../../postgres/embedded/embedded-provider.js'
import type { Report, Server } from '../../postgres/provider.js'
import { openZ3, type SmtSolver } from '../../solver/z3.js'
import type { ToSave } from './saved-project.js'

/** A loaded and compiled project. */
export interface CompiledInMemory {
  readonly loaded: LoadedProject
  readonly declaration: ProjectDeclaration
  readonly project: CompiledProject
  /** For a build that compiles only what has changed. */
  readonly toSave?: ToSave
}

/** What a build works with. One build starts and closes it; a process that builds again and again keeps it. */
export interface Tools {
  /** The project as a full compilation would give it, if that is known from what was compiled before. */
  compiledAgain(at: {
    readonly projectDir: string
    readonly cacheDir: string
  }): Promise<CompiledInMemory | undefined>
  /** How many modules a project must have to be compiled so that it can be saved; absent where it never is. */
  readonly savedFrom?: number
  /** Starts an embedded Postgres without relations. The caller stops it. */
  startEmbedded(options: EmbeddedOptions, report: Report): Promise<Server>
  /** Starts the solver of a project. The caller closes it. @throws DiagnosticError FS186. */
  openSolver(projectDir: string): Promise<SmtSolver>
  openCache(cacheDir: string, compiler: string): AnalysisCache
}

/** For one build. */
export const freshTools: Tools = {
  compiledAgain: () => Promise.resolve(undefined),
  async startEmbedded(options, report) {
    const { embeddedProvider } = await import('../../postgres/embedded/embedded-provider.js')
    return await embeddedProvider(options).start({ report })
  },
  openSolver: openZ3,
  openCache: openAnalysisCache,
}
