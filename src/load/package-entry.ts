import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

type Exports = string | null | { readonly [key: string]: Exports } | readonly Exports[]

interface Manifest {
  readonly exports?: Exports
  readonly module?: string
  readonly main?: string
}

/** `@scope/name` of `@scope/name/sub/path`. */
export const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Folder of an installed package, searched from `dir` upwards as Node does. */
export function packageDir(name: string, dir: string): string | undefined {
  const found = join(dir, 'node_modules', name)
  if (existsSync(join(found, 'package.json'))) return found
  const up = dirname(dir)
  return up === dir ? undefined : packageDir(name, up)
}

/** The target in `exports` under some conditions. Wildcard patterns are not supported. */
function target(exports: Exports | undefined, conditions: readonly string[]): string | undefined {
  if (typeof exports === 'string') return exports
  if (!exports) return undefined
  if (Array.isArray(exports)) return target(exports[0], conditions)
  for (const [condition, value] of Object.entries(exports)) {
    if (conditions.includes(condition)) return target(value, conditions)
  }
  return undefined
}

const hasSubpaths = (exports: Exports | undefined): exports is { readonly [key: string]: Exports } =>
  typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'))

/** Files of a package's entry points, by specifier: `kysely`, `kysely/helpers/postgres`. */
export function packageEntries(
  name: string,
  dir: string,
  extra: readonly string[] = [],
): Map<string, string> {
  const manifest: Manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  const conditions = [...extra, 'node', 'import', 'default']
  const exports: { readonly [key: string]: Exports } = hasSubpaths(manifest.exports)
    ? manifest.exports
    : { '.': manifest.exports ?? manifest.module ?? manifest.main ?? 'index.js' }
  const entries = new Map<string, string>()
  for (const [subpath, value] of Object.entries(exports)) {
    const file = target(value, conditions)
    if (file !== undefined && !/[*/]$/.test(subpath)) entries.set(name + subpath.slice(1), join(dir, file))
  }
  return entries
}
