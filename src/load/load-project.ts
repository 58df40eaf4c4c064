import { ownPackage } from './own-package.js'
import { packageDir } from './package-entry.js'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Diagnostic, DiagnosticError } from '../model/diagnostic.js'
import { type Bundle, bundleConfig } from './bundle-config.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { externalManifests } from './external-packages.js'
import { bundleUrl, evaluateBundle } from './evaluate-bundle.js'
import { evaluationError } from './evaluation-error.js'
import { readsWorld } from './reads-world.js'
import { resolutionSettings } from './resolution-settings.js'
import { type SourceLocator, sourceLocator } from './source-locator.js'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'

/** A project's config, evaluated. */
export interface LoadedProject extends SourceLocator {
  /** Absolute path of the project folder. */
  readonly dir: string
  /** Default export of the config, not yet checked. */
  readonly config: unknown
  /**
   * Absolute paths, sorted: every module of the bundle, the manifests of imported packages, and each place where a
   * `tsconfig.json` was found or would be used.
   */
  readonly inputs: readonly string[]
  /** Whether the config may depend on something else: files it reads, the environment, the clock. */
  readonly readsWorld: boolean
}

/** Everything that a bundle is made of, as `LoadedProject` lists it. */
export function inputsOf(
  { metafile, aliases }: Pick<Bundle, 'metafile' | 'aliases'>,
  dir: string,
): readonly string[] {
  const modules = Object.keys(metafile.inputs).map((path) => resolve(dir, path))
  const all = [
    ...modules,
    ...externalManifests(metafile, aliases, dir),
    ...resolutionSettings(modules, metafile, dir),
  ]
  return [...new Set(all)].toSorted()
}

const fail = (diagnostic: Diagnostic): never => {
  throw new DiagnosticError([diagnostic])
}

/**
 * Loads `fusion.config.ts` of a project folder.
 *
 * @throws DiagnosticError FS101 to FS108. All errors of esbuild are reported together.
 */
export async function loadProject(projectDir: string, cacheDir?: string): Promise<LoadedProject> {
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
