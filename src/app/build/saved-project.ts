import type { Locate } from '../../compile/context.js'
import type { Kept, SavedDeclaration } from '../../compile/index.js'
import type { ProjectDeclaration } from '../../declare/project.js'
import type { EvaluatedModules } from '../../load/evaluated-modules.js'
import type { SavedModules } from '../../load/saved-modules.js'

/** What one build of a large project saves for the next, which loads and compiles only what depends on a change. */
export interface SavedProject {
  readonly modules: SavedModules
  readonly declarations: readonly SavedDeclaration[]
}

/** What can be saved of a project that is compiled, if its modules only declare. */
export interface ToSave {
  readonly project: SavedProject
  readonly onlyDeclare: () => Promise<boolean>
}

/**
 * Undefined for a project with a view that no module exports: it cannot be known which module has to be evaluated for it.
 *
 * @param kept of the compilation.
 * @param before of modules and declarations that were not evaluated now.
 */
export async function toSave(
  declaration: ProjectDeclaration,
  evaluated: EvaluatedModules,
  kept: Kept,
  locate: Locate,
  before?: SavedProject,
): Promise<ToSave | undefined> {
  const { saveDeclarations } = await import('../../compile/index.js')
  const { exportedRelations, saveModules } = await import('../../load/saved-modules.js')
  const known = new Map((before?.declarations ?? []).map((declared) => [declared.name, declared]))
  const { declarations, nameOf } = saveDeclarations(declaration, kept, locate, known)
  const modules = saveModules(evaluated, nameOf, before?.modules.modules)
  const exported = exportedRelations(modules)
  const owned = new Set(declarations.flatMap(({ name, owns }) => (exported.has(name) ? (owns ?? []) : [])))
  if (declarations.some(({ kind, name }) => kind === 'view' && !exported.has(name) && !owned.has(name)))
    return undefined
  return { project: { modules, declarations }, onlyDeclare: evaluated.onlyDeclare }
}
