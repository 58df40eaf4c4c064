import { type AnalysisCache, openAnalysisCache } from '../../cache/analysis-cache.js'
import type { EmbeddedOptions } from '../../postgres/embedded/embedded-provider.js'
import type { Report, Server } from '../../postgres/provider.js'
import { openZ3, type SmtSolver } from '../../solver/z3.js'

/** What an analysis works with. One build starts and closes it; a process that builds again and again keeps it. */
export interface Tools {
  /** Starts an embedded Postgres without relations. The caller stops it. */
  startEngine(options: EmbeddedOptions, report: Report): Promise<Server>
  /** Starts the solver of a project. The caller closes it. @throws DiagnosticError FS186. */
  openSolver(projectDir: string): Promise<SmtSolver>
  openCache(cacheDir: string, compiler: string): AnalysisCache
}

/** For one build. */
export const freshTools: Tools = {
  async startEngine(options, report) {
    const { embeddedProvider } = await import('../../postgres/embedded/embedded-provider.js')
    return await embeddedProvider(options).start({ report })
  },
  openSolver: openZ3,
  openCache: openAnalysisCache,
}
