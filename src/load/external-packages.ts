import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Metafile } from 'esbuild'
import type { Diagnostic } from '../model/diagnostic.js'
import { ownPackage } from './own-package.js'
import { packageDir, packageEntries, packageName } from './package-entry.js'
import { resolveImports } from './resolve-imports.js'

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

/** Where a package is found from: the bundle, or what Node would not search from there. */
function homeOf(name: string, bundleDir: string, projectDir: string): string | undefined {
  return [bundleDir, projectDir, ownPackage().root].find((dir) => packageDir(name, dir) !== undefined)
}

/**
 * The packages that Node would not find from where the bundle stands: in the project's folder but not above the
 * bundle, or only beside this package (Kysely, in a project that has installed nothing).
 */
export async function strayPackages(
  metafile: Metafile,
  projectDir: string,
  bundleDir: string,
): Promise<{ readonly aliases: Aliases; readonly missing: readonly Diagnostic[] }> {
  const imported = externals(metafile).map((external) => {
    const name = packageName(external.specifier)
    return { ...external, name, home: homeOf(name, bundleDir, projectDir) }
  })
  // One that Node finds is left to Node; only whether it has the module that is named is to be known beforehand.
  const asked = imported.filter(({ specifier, name, home }) => home !== bundleDir || specifier !== name)
  const files = new Map<string, string>()
  for (const home of new Set(asked.flatMap((external) => external.home ?? []))) {
    const specifiers = asked.filter((external) => external.home === home).map(({ specifier }) => specifier)
    for (const [specifier, file] of await resolveImports(specifiers, home)) files.set(specifier, file)
  }
  const stray = asked.flatMap(({ specifier, home }) => {
    const file = files.get(specifier)
    return file === undefined || home === bundleDir ? [] : [[specifier, file] as const]
  })
  const missing = asked.flatMap(({ specifier, importer, name, home }): Diagnostic[] => {
    if (files.has(specifier)) return []
    const message =
      home === undefined || specifier === name
        ? `the package ${specifier} is not installed`
        : `the package ${name} has no module ${specifier}`
    const place = { file: importer, line: lineOf(join(projectDir, importer), specifier) }
    return [{ code: 'FS104', place, message, hint: 'Install it in the project, or correct the name.' }]
  })
  return { aliases: urls(stray), missing }
}

/** Manifests of the packages that the project's modules import: another version of one may make another project. */
export function externalManifests(metafile: Metafile, projectDir: string): string[] {
  const names = new Set(externals(metafile).map(({ specifier }) => packageName(specifier)))
  return [...names].flatMap((name) => {
    const dir = packageDir(name, projectDir)
    return dir === undefined ? [] : [join(dir, 'package.json')]
  })
}
