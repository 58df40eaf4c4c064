import { ownPackage } from './own-package.js'
import { packageDir } from './package-entry.js'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Diagnostic, DiagnosticError } from '../model/diagnostic.js'
import { bundleConfig } from './bundle-config.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { bundleUrl, evaluateBundle } from './evaluate-bundle.js'
import { type EvaluatedModules, evaluateAll } from './evaluated-modules.js'
import { evaluationError } from './evaluation-error.js'
import { inputsOf, type LoadedProject } from './loaded-project.js'
import { readsWorld } from './reads-world.js'
import { sourceLocator } from './source-locator.js'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'

/** A project of which every module was evaluated. */
export interface WholeProject extends LoadedProject {
  /** If they were asked for: what can be loaded again in part if the modules only declare. */
  readonly modules?: EvaluatedModules
}

const fail = (diagnostic: Diagnostic): never => {
  throw new DiagnosticError([diagnostic])
}

/**
 * Loads `fusion.config.ts` of a project folder.
 *
 * @param fewest how many modules a project must have for its result to have them.
 * @throws DiagnosticError FS101 to FS108. All errors of esbuild are reported together.
 */
export async function loadProject(
  projectDir: string,
  cacheDir?: string,
  fewest = Infinity,
): Promise<WholeProject> {
  const dir = realFolder(resolve(projectDir))
  const configPath = join(dir, CONFIG_FILE)
  if (!existsSync(configPath)) {
    return fail({
      code: 'FS101',
      place: { file: CONFIG_FILE },
      message: `${dir} does not contain ${CONFIG_FILE}`,
      hint: 'Run fusion in a project folder, or use --project DIR.',
    })
  }
  // A peer: npm installs it, but other package managers and `--legacy-peer-deps` may not.
  if (packageDir('kysely', ownPackage().root) === undefined) {
    return fail({
      code: 'FS104',
      place: { file: CONFIG_FILE },
      message: 'the package kysely is not installed',
      hint: 'Install it beside fusion-store: npm install kysely.',
    })
  }
  const bundleDir = realFolder(cacheDir ?? projectCacheDir(dir))
  const result = await bundleConfig(dir, configPath, bundleDir)
  if (result.kind === 'failed') throw new DiagnosticError(result.diagnostics)
  const { bundle } = result
  if (Object.keys(bundle.metafile.inputs).length >= fewest) {
    const modules = await evaluateAll(bundle, dir, bundleDir)
    // A mistake is reported of the bundle that every project has.
    if (modules !== undefined && modules !== 'not plain') return { ...modules.loaded, modules }
  }

  const url = bundleUrl(bundleDir)
  const locator = sourceLocator(dir, url, bundle.map)
  const evaluation = await evaluateBundle(url, bundle.code)
  if (evaluation.kind === 'threw') {
    throw new DiagnosticError([evaluationError(evaluation.error, locator, bundle)], {
      cause: evaluation.error,
    })
  }
  if (evaluation.exports['default'] === undefined) {
    return fail({
      code: 'FS108',
      place: { file: CONFIG_FILE, line: 1 },
      message: `${CONFIG_FILE} has no default export`,
      hint: 'Write `export default defineProject({ … })`.',
    })
  }
  return {
    dir,
    config: evaluation.exports['default'],
    inputs: inputsOf(bundle, dir),
    readsWorld: readsWorld(bundle.metafile, CONFIG_FILE, bundle.code),
    locate: locator.locate,
  }
}
