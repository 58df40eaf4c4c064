import { join } from 'node:path'
import type { BuildOptions, Message, Metafile } from 'esbuild'
import type { Diagnostic } from '../model/diagnostic.js'
import { bundleErrors } from './bundle-errors.js'
import { type Aliases, ownAliases, strayPackages } from './external-packages.js'
import { META_DEFINES, mentionsImportMeta, ownImportMeta } from './own-import-meta.js'
import { ownPackage } from './own-package.js'

export interface Bundle {
  readonly code: string
  /** The source map's JSON. */
  readonly map: string
  readonly metafile: Metafile
  /** Replacements for imports of packages that Node would not find, or would find in the wrong version. */
  readonly aliases: Aliases
}

export type BundleResult =
  | { readonly kind: 'bundled'; readonly bundle: Bundle }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }

const NOTHING: Metafile = { inputs: {}, outputs: {} }

type Failure = { readonly errors?: Message[] }

/**
 * Bundles modules of a project into one ES module, in memory. Packages remain imports.
 *
 * @param entry what esbuild begins with.
 * @param bundleDir folder of the bundle; the source map is relative to it.
 */
export async function bundleModules(
  projectDir: string,
  entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>,
  bundleDir: string,
  aliases: Aliases,
  extra: BuildOptions = {},
): Promise<BundleResult> {
  const { build } = await import('esbuild')
  try {
    const { outputFiles = [], metafile = NOTHING } = await build({
      ...entry,
      absWorkingDir: projectDir,
      outfile: join(bundleDir, 'config.mjs'),
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Not done by a resolver plugin, which costs 0.2 s for a thousand modules.
      packages: 'external',
      // Symbolic links are not resolved, as in tsc: their targets may be outside of the project and differ between machines.
      preserveSymlinks: true,
      conditions: ownPackage().fromSource ? ['fusion-store-source'] : [],
      sourcemap: 'external',
      sourcesContent: false,
      charset: 'utf8',
      // Hand-written SQL is an input like any module.
      loader: { '.sql': 'text' },
      logLevel: 'silent',
      logLimit: 0,
      alias: aliases,
      ...extra,
    })
    const text = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
    return { kind: 'bundled', bundle: { code: text('.mjs'), map: text('.map'), metafile, aliases } }
  } catch (failure) {
    const { errors } = failure as Failure
    if (!errors) throw failure
    return { kind: 'failed', diagnostics: bundleErrors(errors) }
  }
}

/** Bundles a config and the project's modules. */
export async function bundleConfig(
  projectDir: string,
  config: string,
  bundleDir: string,
): Promise<BundleResult> {
  const own = ownAliases(bundleDir)
  const entry = { entryPoints: [config] }
  const first = await bundleModules(projectDir, entry, bundleDir, own)
  if (first.kind === 'failed') return first
  const { aliases, missing } = await strayPackages(first.bundle.metafile, projectDir, bundleDir)
  if (missing.length > 0) return { kind: 'failed', diagnostics: missing }
  const usesMeta = mentionsImportMeta(first.bundle.code)
  if (!usesMeta && Object.keys(aliases).length === 0) return first
  const extra: BuildOptions = usesMeta ? { plugins: [ownImportMeta], define: META_DEFINES } : {}
  return bundleModules(projectDir, entry, bundleDir, { ...own, ...aliases }, extra)
}
