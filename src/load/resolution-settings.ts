import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Metafile } from 'esbuild'
import { parse } from 'jsonc-parser'
import { packageDir, packageName } from './package-entry.js'

/** A file that decides what a specifier means, nearest to a folder, and where a nearer one could appear. */
function nearest(name: string, dir: string): string[] {
  const here = join(dir, name)
  const up = dirname(dir)
  return existsSync(here) || up === dir ? [here] : [here, ...nearest(name, up)]
}

/** The files that a `tsconfig.json` extends, directly or indirectly. */
function extended(file: string, found: Set<string>): void {
  if (found.has(file)) return
  found.add(file)
  if (!existsSync(file)) return
  const { extends: bases = [] } = (parse(readFileSync(file, 'utf8')) ?? {}) as {
    readonly extends?: string | readonly string[]
  }
  for (const base of Array.isArray(bases) ? bases : [bases]) {
    if (typeof base !== 'string') continue
    for (const path of candidates(base, dirname(file))) extended(path, found)
  }
}

/** Where a base can be. One that is missing is an input too: the result is another once it exists. */
function candidates(base: string, dir: string): readonly string[] {
  const name = packageName(base)
  const folder = /^\.{0,2}\//.test(base) ? undefined : packageDir(name, dir)
  const path = folder === undefined ? resolve(dir, base) : join(folder, base.slice(name.length))
  return path.endsWith('.json') ? [path] : [`${path}.json`, join(path, 'tsconfig.json')]
}

/**
 * The files besides modules that decide what their imports mean: each `tsconfig.json` that esbuild reads, with what it
 * extends, and the `package.json` of a project with imports that begin with `#`.
 *
 * @param modules absolute paths.
 */
export function resolutionSettings(
  modules: readonly string[],
  { inputs }: Metafile,
  dir: string,
): readonly string[] {
  const folders = new Set([dir, ...modules.map((module) => dirname(module))])
  const found = new Set<string>()
  for (const folder of folders) for (const file of nearest('tsconfig.json', folder)) extended(file, found)
  const hasMap = Object.values(inputs).some(({ imports }) =>
    imports.some(({ original }) => original?.startsWith('#')),
  )
  return hasMap
    ? [...found, ...[...folders].flatMap((folder) => nearest('package.json', folder))]
    : [...found]
}

interface CompilerOptions {
  readonly baseUrl?: unknown
  readonly paths?: unknown
}

/**
 * Folders in which a new file could become what an import means that does not begin with a dot, by `paths` or `baseUrl` of
 * a `tsconfig.json`. Some may not exist.
 *
 * @param settings files of `resolutionSettings`; others are left out.
 */
export function pathFolders(specifiers: readonly string[], settings: readonly string[]): readonly string[] {
  const files = settings.filter((file) => file.endsWith('.json') && existsSync(file))
  const options = files.map((file) => {
    const text: unknown = parse(readFileSync(file, 'utf8'))
    const { compilerOptions = {} } = (text ?? {}) as { readonly compilerOptions?: CompilerOptions }
    return { folder: dirname(file), ...compilerOptions }
  })
  const bases = options.flatMap(({ folder, baseUrl }) =>
    typeof baseUrl === 'string' ? [resolve(folder, baseUrl)] : [],
  )
  const bare = [...new Set(specifiers)].filter((one) => !/^(?:\.{0,2}\/|\.{1,2}$|[a-z]+:)/.test(one))
  const places = bare.flatMap((specifier) => [
    ...bases.map((base) => join(base, specifier)),
    ...options.flatMap(({ folder, paths }) =>
      targetsOf(specifier, paths).flatMap((target) =>
        [folder, ...bases].map((base) => resolve(base, target)),
      ),
    ),
  ])
  return places.flatMap((path) => [dirname(path), path])
}

/** Where `paths` looks for a specifier. */
const targetsOf = (specifier: string, paths: unknown): readonly string[] =>
  Object.entries(paths ?? {}).flatMap(([pattern, targets]: [string, unknown]) => {
    const [before = '', after] = pattern.split('*', 2)
    const matches =
      after === undefined ? specifier === before : specifier.startsWith(before) && specifier.endsWith(after)
    if (!matches || !Array.isArray(targets)) return []
    const middle = specifier.slice(before.length, specifier.length - (after?.length ?? 0))
    return targets
      .filter((target) => typeof target === 'string')
      .map((target) => target.replace('*', () => middle))
  })
