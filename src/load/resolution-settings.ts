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
