import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Metafile } from 'esbuild'
import type { Diagnostic } from '../model/diagnostic.js'
import { ownPackage } from './own-package.js'
import { packageDir, packageEntries, packageName } from './package-entry.js'
import { resolveImports } from './resolve-imports.js'

/** Maps a specifier to the one that the bundle imports instead. */
export type Aliases = Readonly<Record<string, string>>

/** The query builder used by view modules. */
const QUERY_BUILDER = 'kysely'

const urls = (entries: Iterable<readonly [string, string]>): Aliases =>
  Object.fromEntries([...entries].map(([specifier, file]) => [specifier, pathToFileURL(file).href]))

/**
 * `fusion-store` always resolves to the running package, regardless of the version installed in the project. Kysely
 * resolves to the one next to it if the project has none. If this package runs from its TypeScript source, which Node
 * cannot import, the source becomes part of the bundle.
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

/**
 * Every imported package, once, with the first module that imports it. An import of which nothing is used, or only types,
 * is not in the bundle; esbuild lists it as external all the same, also one of a module.
 */
function externals({ inputs, outputs }: Metafile): External[] {
  const kept = new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)))
  const found = new Map<string, External>()
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { path, external } of imports) {
      if (!external || !kept.has(path) || found.has(path) || path.startsWith('file:') || isBuiltin(path))
        continue
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

/** The folder from which a package is found: that of the bundle, the project or this package. */
function homeOf(name: string, bundleDir: string, projectDir: string): string | undefined {
  return [bundleDir, projectDir, ownPackage().root].find((dir) => packageDir(name, dir) !== undefined)
}

/**
 * The packages that Node would not find from the bundle: those in the project's folder but not above the bundle, or only
 * next to this package (Kysely, if the project has installed nothing).
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
  // A package that Node finds is only checked for the imported module.
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

/**
 * Manifests of imported packages. They are inputs, as another version may change the result.
 *
 * @param aliases of the bundle: those packages are imported by their files.
 */
export function externalManifests(metafile: Metafile, aliases: Aliases, projectDir: string): string[] {
  const aliased = Object.entries(aliases).flatMap(([specifier, url]) =>
    Object.values(metafile.inputs).some(({ imports }) => imports.some(({ path }) => path === url))
      ? [packageName(specifier)]
      : [],
  )
  const own = ownPackage().name
  const names = new Set([...externals(metafile).map(({ specifier }) => packageName(specifier)), ...aliased])
  return [...names].flatMap((name) => {
    const dir = name === own ? undefined : packageDir(name, projectDir)
    return dir === undefined ? [] : [join(dir, 'package.json')]
  })
}
