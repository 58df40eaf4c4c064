import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Metafile } from 'esbuild'
import type { Diagnostic } from '../../model/diagnostic.js'
import { ownPackage } from './own-package.js'
import { packageDir, packageEntries, packageName } from './package-entry.js'

/** Specifier to what the bundle shall import in its place. */
export type Aliases = Readonly<Record<string, string>>

/** What view modules are written with. */
const QUERY_BUILDER = 'kysely'

const urls = (entries: Iterable<readonly [string, string]>): Aliases =>
  Object.fromEntries([...entries].map(([specifier, file]) => [specifier, pathToFileURL(file).href]))

/**
 * `fusion-store` is always the very package that is compiling, whatever the project has installed, and Kysely the one
 * beside it where the project has none. When this package runs from its TypeScript source, which plain Node cannot
 * import, that source becomes part of the bundle.
 */
export function ownAliases(bundleDir: string): Aliases {
  const { name, root, fromSource } = ownPackage()
  const own = packageEntries(name, root, fromSource ? ['fusion-store-source'] : [])
  const dir = packageDir(QUERY_BUILDER, bundleDir) ? undefined : packageDir(QUERY_BUILDER, root)
  const lent = dir === undefined ? [] : packageEntries(QUERY_BUILDER, dir)
  return { ...(fromSource ? Object.fromEntries(own) : urls(own)), ...urls(lent) }
}

interface External {
  readonly specifier: string
  readonly importer: string
}

/** Every package that is imported, once, with the first module that does. */
function externals({ inputs }: Metafile): External[] {
  const found = new Map<string, External>()
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { path, external } of imports) {
      if (!external || found.has(path) || path.startsWith('file:') || isBuiltin(path)) continue
      found.set(path, { specifier: path, importer })
    }
  }
  return [...found.values()]
}

function lineOf(file: string, specifier: string): number {
  const lines = readFileSync(file, 'utf8').split('\n')
  return (
    lines.findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`)) + 1 || 1
  )
}

/**
 * The packages that Node would not find from where the bundle stands: in the project's folder but not above the
 * bundle, or only beside this package (Kysely, in a project that has installed nothing).
 */
export function strayPackages(
  metafile: Metafile,
  projectDir: string,
  bundleDir: string,
): { readonly aliases: Aliases; readonly missing: readonly Diagnostic[] } {
  const aliases: Record<string, string> = {}
  const missing: Diagnostic[] = []
  for (const { specifier, importer } of externals(metafile)) {
    const name = packageName(specifier)
    if (packageDir(name, bundleDir)) continue
    const dir = packageDir(name, projectDir) ?? packageDir(name, ownPackage().root)
    const file = dir === undefined ? undefined : packageEntries(name, dir).get(specifier)
    if (file !== undefined) {
      aliases[specifier] = pathToFileURL(file).href
      continue
    }
    missing.push({
      code: 'FS104',
      place: { file: importer, line: lineOf(join(projectDir, importer), specifier) },
      message: `the package ${specifier} is not installed`,
      hint: 'Install it in the project, or correct the name.',
    })
  }
  return { aliases, missing }
}

/** Manifests of the packages that the project's modules import: another version of one may make another project. */
export function externalManifests(metafile: Metafile, projectDir: string): string[] {
  const names = new Set(externals(metafile).map(({ specifier }) => packageName(specifier)))
  return [...names].flatMap((name) => {
    const dir = packageDir(name, projectDir)
    return dir === undefined ? [] : [join(dir, 'package.json')]
  })
}
