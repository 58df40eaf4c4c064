import { readSavedProject, writeSavedProject } from '../../cache/saved-project.js'
import type { Locate } from '../../compile/context.js'
import type { StandIns } from '../../compile/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import type { BuildContext } from '../context.js'
import { projectDeclaration } from './project-declaration.js'
import { type SavedProject, toSave } from './saved-project.js'
import type { CompiledInMemory } from './tools.js'

/** Compiles a project in part, as another process has saved it. */
export class SavedCompilation {
  readonly #place: Pick<BuildContext, 'projectDir' | 'cacheDir' | 'compiler'>
  #standIns: StandIns | undefined
  #isForgotten = false

  constructor(place: Pick<BuildContext, 'projectDir' | 'cacheDir' | 'compiler'>) {
    this.#place = place
  }

  /**
   * The project as a full compilation would give it.
   *
   * @returns undefined if it must be compiled as a whole. Mistakes are found and reported there.
   */
  async again(): Promise<CompiledInMemory | undefined> {
    const { projectDir, cacheDir, compiler } = this.#place
    if (this.#isForgotten) return undefined
    const saved = readSavedProject(cacheDir, compiler) as SavedProject | undefined
    if (!saved) return undefined
    const { compileProject, NotKnown, standInsFor } = await import('../../compile/index.js')
    const { restoreModules } = await import('../../load/restore-modules.js')
    const standIns = standInsFor(saved.declarations)
    const declared = {
      reads: new Map(saved.declarations.map(({ name, inputs }) => [name, inputs.map(([, read]) => read)])),
      owned: saved.declarations.flatMap(({ name, owns }) =>
        owns === undefined ? [] : [[name, owns] as const],
      ),
      needed: saved.declarations.flatMap(({ name, isNeeded }) => (isNeeded ? [name] : [])),
      standIn: standIns.relation,
    }
    try {
      const modules = await restoreModules(saved.modules, declared, projectDir, cacheDir)
      if (!modules) return undefined
      const { loaded, relations, made } = modules
      const declaration = projectDeclaration(loaded)
      const kept = standIns.begin(declaration, relations, made)
      if (!kept) return undefined
      const locate: Locate = (site, column) => standIns.placeOf(site) ?? loaded.locate(site.trace, column)
      const { project } = compileProject(declaration, locate, undefined, kept)
      if (!project) return undefined
      const next = await toSave(declaration, modules, kept, locate, saved)
      if (standIns.areInsufficient) return undefined
      this.#standIns = standIns
      return { loaded, declaration, project, ...(next && { toSave: next }) }
    } catch (error) {
      if (error instanceof NotKnown || error instanceof DiagnosticError) return undefined
      throw error
    }
  }

  /** Whether an error may be due to compiling in part. Only a build of the whole project tells. */
  isPartOf(error: unknown): boolean {
    return (
      this.#standIns !== undefined && (error instanceof DiagnosticError || this.#standIns.areInsufficient)
    )
  }

  /** Compiles the project as a whole from now on. */
  forget(): void {
    this.#isForgotten = true
    this.#standIns = undefined
  }

  /** Saves a project that was built for the next process. */
  async save(built: Pick<CompiledInMemory, 'toSave'>): Promise<void> {
    const { cacheDir, compiler } = this.#place
    const { toSave: own } = built
    if (own && (await own.onlyDeclare())) writeSavedProject(cacheDir, compiler, own.project)
  }
}
