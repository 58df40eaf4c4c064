import { resolve } from 'node:path'
import type { Bundle } from './bundle-config.js'
import { externalManifests } from './external-packages.js'
import { resolutionSettings } from './resolution-settings.js'
import type { SourceLocator } from './source-locator.js'

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
