import { join, resolve } from 'node:path'
import { fileHash } from '../cache/file-hash.js'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { bundleConfig } from './bundle-config.js'
import { type EvaluatedModules, evaluateAll, evaluateModules, type ModuleState } from './evaluated-modules.js'
import type { LoadedProject } from './loaded-project.js'

/** A project whose modules stay evaluated in this process. */
export interface KeptProject {
  /** As loaded last. */
  readonly loaded: LoadedProject
  /**
   * Evaluates the modules that have changed, and those that import them. What other modules have declared is the same
   * objects as before.
   *
   * @returns undefined if that is not certain to give what evaluating all of them gives, or if there is a mistake in them.
   * The project is of no use then.
   */
  again(): Promise<KeptProject | undefined>
}

/**
 * Loads a project whose modules only declare, so that it can be loaded again in part.
 *
 * @returns undefined for a project with a mistake.
 */
export async function keepProject(
  projectDir: string,
  cacheDir?: string,
): Promise<KeptProject | 'not plain' | undefined> {
  const dir = realFolder(resolve(projectDir))
  const bundleDir = realFolder(cacheDir ?? projectCacheDir(dir))
  const first = await bundleConfig(dir, join(dir, CONFIG_FILE), bundleDir)
  if (first.kind === 'failed') return undefined
  const evaluated = await evaluateAll(first.bundle, dir, bundleDir)
  if (evaluated === undefined || evaluated === 'not plain') return evaluated
  return (await evaluated.onlyDeclare()) ? keptProject(evaluated) : 'not plain'
}

function keptProject({ loaded, state }: EvaluatedModules): KeptProject {
  const project: KeptProject = { loaded, again: () => again(state, project) }
  return project
}

async function again(state: ModuleState, same: KeptProject): Promise<KeptProject | undefined> {
  if ([...state.others].some(([file, hash]) => fileHash(file) !== hash)) return undefined
  const changed = [...state.modules].flatMap(([name, { hash }]) =>
    fileHash(resolve(state.dir, name)) === hash ? [] : [name],
  )
  if (changed.length === 0) return same
  const next = await evaluateModules(state, importersOf(changed, state.modules))
  return next === 'not plain' || next === undefined ? undefined : keptProject(next)
}

/** Some modules, those that cannot be kept, and all that import them, directly or indirectly. */
function importersOf(names: readonly string[], modules: ModuleState['modules']): readonly string[] {
  const importers = new Map<string, string[]>()
  for (const [name, { input }] of modules)
    for (const { path } of input.imports) importers.set(path, [...(importers.get(path) ?? []), name])
  const unkept = [...modules].flatMap(([name, { isKept }]) => (isKept ? [] : [name]))
  const found = new Set([...names, ...unkept])
  // Iteration includes names added by the loop.
  for (const name of found) for (const importer of importers.get(name) ?? []) found.add(importer)
  return [...found]
}
