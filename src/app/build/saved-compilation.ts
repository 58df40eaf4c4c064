import { readSavedProject, writeSavedProject } from '../../cache/saved-project.js'
import type { Locate } from '../../compile/context.js'
import type { SavedDeclaration, StandIns } from '../../compile/index.js'
import type { SavedModules } from '../../load/saved-modules.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import type { BuildContext } from '../context.js'
import { projectDeclaration } from './project-declaration.js'
import type { CompiledInMemory } from './tools.js'

/** What one build of a large project saves for the next, which loads and compiles only what depends on a change. */
interface SavedProject {
  readonly modules: SavedModules
  readonly declarations: readonly SavedDeclaration[]
}

type Place = Pick<BuildContext, 'projectDir' | 'cacheDir' | 'compiler'>

/** Compiles a project in part, as another process has saved it. */
export class SavedCompilation {
  readonly #place: Place
  #saved: SavedProject | undefined
  #standIns: StandIns | undefined
  #isForgotten = false

  constructor(place: Place) {
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
    const { restoreModules } = await import('../../load/saved-modules.js')
    const byName = new Map(saved.declarations.map((declared) => [declared.name, declared]))
    const standIns = standInsFor(byName)
    const reads = new Map(
      saved.declarations.map(({ name, inputs }) => [name, inputs.map(([, read]) => read)]),
    )
    const needed = saved.declarations.flatMap(({ name, isNeeded }) => (isNeeded ? [name] : []))
    const declared = { reads, needed, standIn: standIns.relation }
    try {
      const modules = await restoreModules(saved.modules, declared, projectDir, cacheDir)
      if (!modules) return undefined
      const { loaded, relations } = modules
      const declaration = projectDeclaration(loaded)
      const kept = standIns.begin(declaration, relations)
      if (!kept) return undefined
      const { project } = compileProject(declaration, locateBy(loaded, standIns), undefined, kept)
      if (!project || standIns.areInsufficient) return undefined
      this.#saved = saved
      this.#standIns = standIns
      return { loaded, declaration, project, compilation: { modules, kept } }
    } catch (error) {
      if (error instanceof NotKnown) return undefined
      throw error
    }
  }

  /** Whether building the whole project may end otherwise than with an error of building it in part. */
  isPartOf(error: unknown): boolean {
    return (
      this.#standIns !== undefined && (error instanceof DiagnosticError || this.#standIns.areInsufficient)
    )
  }

  /** Compiles the project as a whole from now on. */
  forget(): void {
    this.#isForgotten = true
    this.#saved = undefined
    this.#standIns = undefined
  }

  /** Saves a project that was built for the next process. */
  async save({ loaded, declaration, compilation }: CompiledInMemory): Promise<void> {
    if (!compilation) return
    const { cacheDir, compiler } = this.#place
    const { saveDeclarations } = await import('../../compile/index.js')
    const { saveModules } = await import('../../load/saved-modules.js')
    const before = this.#saved
    const known = new Map((before?.declarations ?? []).map((declared) => [declared.name, declared]))
    const locate = locateBy(loaded, this.#standIns)
    const { declarations, nameOf } = saveDeclarations(declaration, compilation.kept, locate, known)
    const modules = saveModules(compilation.modules, nameOf, before?.modules.modules)
    writeSavedProject(cacheDir, compiler, { modules, declarations } satisfies SavedProject)
  }
}

const locateBy =
  (loaded: CompiledInMemory['loaded'], standIns: StandIns | undefined): Locate =>
  (site, column) =>
    standIns?.placeOf(site) ?? loaded.locate(site.trace, column)
