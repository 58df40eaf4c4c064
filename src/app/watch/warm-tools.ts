import type { AnalysisCache } from '../../cache/analysis-cache.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { EmbeddedOptions } from '../../postgres/embedded/embedded-provider.js'
import type { Server } from '../../postgres/provider.js'
import type { SmtSolver } from '../../solver/z3.js'
import { SpareEngine } from '../build/spare-engine.js'
import { freshTools, type Tools } from '../build/tools.js'
import { KeptCompilation } from './kept-compilation.js'

/** Tools that stay started between the builds of one project. */
export interface WarmTools extends Tools {
  /**
   * Prepares the next build, and writes the cache of the last one.
   *
   * @param isWanted whether the next build is waiting.
   */
  prepare(isWanted: () => boolean): Promise<void>
  /** Whether a project was built with them. */
  isWarm(): boolean
  /** Has an engine and the solver started for a project of which nothing had to be analyzed. */
  expect(project: CompiledProject): void
  /** Compiles the project as a whole the next time. */
  forget(): void
}

/**
 * An engine is used once, like that of a single build, so nothing of one build can be seen in the next; the one after it is
 * started while nothing is to be built.
 */
export function warmTools(env: NodeJS.ProcessEnv): WarmTools {
  let asked: EmbeddedOptions | undefined
  let spare: SpareEngine | undefined
  let solver: Promise<SmtSolver> | undefined
  let cache: AnalysisCache | undefined
  let isUnsaved = false
  let place: { readonly projectDir: string; readonly cacheDir: string } | undefined
  const compilation = new KeptCompilation()

  const started = (projectDir: string): Promise<SmtSolver> =>
    (solver ??= freshTools.openSolver(projectDir).catch((error: unknown) => {
      solver = undefined
      throw error
    }))

  const start = (options: EmbeddedOptions): Promise<Server> =>
    freshTools.startEmbedded(options, () => undefined)

  return {
    async compiledAgain(at) {
      place = at
      return await compilation.again().catch(() => undefined)
    },
    forget: () => compilation.forget(),
    isWarm: () => place !== undefined,
    expect({ sources, views, types, solver: wanted }) {
      const extensions = types.some(({ definition }) => definition.kind === 'extension')
      asked ??= { env, extensions, relations: sources.length + views.length, use: 'long' }
      // What it says is said when it is asked.
      if (wanted && place) started(place.projectDir).catch(() => undefined)
    },
    async startEmbedded(given, report) {
      const options: EmbeddedOptions = { ...given, use: 'long' }
      asked = options
      const kept = spare
      spare = undefined
      return (await kept?.takeFor(options)) ?? (await freshTools.startEmbedded(options, report))
    },
    async openSolver(projectDir) {
      const { name, ask } = await started(projectDir)
      return {
        name,
        async ask(script) {
          try {
            return await ask(script)
          } catch (error) {
            solver = undefined
            throw error
          }
        },
        close: () => undefined,
      }
    },
    openCache(cacheDir, compiler) {
      cache = cache ? cache.again() : freshTools.openCache(cacheDir, compiler)
      const opened = cache
      const later = (): void => void (isUnsaved = true)
      return { ...opened, save: later, add: later }
    },
    async prepare(isWanted) {
      if (isUnsaved) cache?.save()
      isUnsaved = false
      if (asked !== undefined && !spare) {
        const own = new SpareEngine(asked, start)
        spare = own
        // A start that fails here fails again, and is reported, when it is needed.
        if (!(await own.hasStarted())) spare = undefined
      }
      // A mistake is found again, too.
      if (place && !isWanted())
        await compilation.keep(place.projectDir, place.cacheDir).catch(() => compilation.forget())
    },
  }
}
