import type { Locate } from '../../compile/context.js'
import { compileProject, type Kept, nothingKept } from '../../compile/index.js'
import { type KeptProject, keepProject } from '../../load/keep-project.js'
import { projectDeclaration } from '../build/project-declaration.js'
import type { CompiledInMemory } from '../build/tools.js'

/** A project of which only what has changed is loaded and compiled again. */
export class KeptCompilation {
  #project: KeptProject | undefined
  #compiled: Kept | undefined
  /** What is not plain seldom becomes it, and to find out takes as long as to load it. */
  #isHopeless = false

  /** @returns undefined if the project must be compiled as a whole. Mistakes are found and reported there. */
  async again(): Promise<CompiledInMemory | undefined> {
    const [project, compiled] = [this.#project, this.#compiled]
    this.#drop()
    const next = await project?.again()
    return next && compiled && this.#compile(next, compiled)
  }

  /** Loads and compiles a project as a whole, for `again`. */
  async keep(projectDir: string, cacheDir: string): Promise<void> {
    if (this.#project || this.#isHopeless) return
    const project = await keepProject(projectDir, cacheDir)
    if (project === 'not plain') this.#isHopeless = true
    else if (project) this.#compile(project, nothingKept())
  }

  /** Modules were added or removed. */
  forget(): void {
    this.#drop()
    this.#isHopeless = false
  }

  #drop(): void {
    this.#project = undefined
    this.#compiled = undefined
  }

  #compile(kept: KeptProject, compiled: Kept): CompiledInMemory | undefined {
    const { loaded } = kept
    const declaration = projectDeclaration(loaded)
    const locate: Locate = (site, column) => loaded.locate(site.trace, column)
    const { project } = compileProject(declaration, locate, undefined, compiled)
    if (!project) return undefined
    this.#project = kept
    this.#compiled = compiled
    return { loaded, declaration, project }
  }
}
