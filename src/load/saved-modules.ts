import { readdirSync } from 'node:fs'
import { dirname, extname, resolve, sep } from 'node:path'
import { sha256 } from '../model/hash.js'
import type { EvaluatedModules, Module } from './evaluated-modules.js'
import { ownAliases } from './external-packages.js'
import { pathFolders } from './resolution-settings.js'

/**
 * What a module exports under a name: a relation, by its name; a plain value; lists of these, with the names of relations;
 * anything else.
 */
export type SavedExport =
  | readonly ['relation', string]
  | readonly ['value', (string | number | boolean | null)?]
  | readonly ['lists', ...string[]]
  | readonly ['other']

export interface SavedModule extends Module {
  readonly exports: Readonly<Record<string, SavedExport>>
}

/** Modules of a project for another process, which evaluates only some of them. Plain data. */
export interface SavedModules {
  readonly own: Readonly<Record<string, string>>
  readonly aliases: Readonly<Record<string, string>>
  readonly packages: readonly string[]
  readonly others: readonly (readonly [file: string, hash: string | null])[]
  /** Folders with modules, and a hash of the names in each: a new file can change what an import means. */
  readonly folders: readonly (readonly [folder: string, hash: string])[]
  readonly modules: Readonly<Record<string, SavedModule>>
}

/** Files that an import can mean. */
const IMPORTED = new Set([
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.sql',
  '.css',
])

/** A hash of the names of files in a folder that an import can mean. */
export function namesIn(folder: string): string {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    // A folder means something only where no file does, and the files in it are in the list of another folder.
    const names = entries.flatMap((entry) =>
      !entry.isDirectory() && IMPORTED.has(extname(entry.name)) ? [entry.name] : [],
    )
    return sha256(names.toSorted().join('\n'))
  } catch {
    return ''
  }
}

/**
 * What another process must know of evaluated modules.
 *
 * @param nameOf the name of what a module exports, if it is a relation of the project.
 * @param before of modules that were not evaluated now.
 */
export function saveModules(
  { state, exports }: EvaluatedModules,
  nameOf: (value: unknown) => string | undefined,
  before: Readonly<Record<string, SavedModule>> = {},
): SavedModules {
  const modules = [...state.modules].flatMap(([name, module]): [string, SavedModule][] => {
    const own = exports.get(name)
    const known = before[name]
    if (!own) return known ? [[name, known]] : []
    const exported = Object.entries(own).map(([as, value]) => [as, savedExport(value, nameOf)] as const)
    return [[name, { ...module, exports: Object.fromEntries(exported) }]]
  })
  const specifiers = [...state.modules.values()].flatMap(({ input }) =>
    input.imports.flatMap(({ original }) => original ?? []),
  )
  const folders = new Set([
    ...[...state.modules.keys()].map((name) => dirname(resolve(state.dir, name))),
    ...besideFolders(state),
    ...pathFolders([...specifiers, ...state.packages], [...state.others.keys()]),
  ])
  return {
    own: ownAliases(state.bundleDir),
    aliases: state.aliases,
    packages: [...state.packages],
    others: [...state.others],
    folders: [...folders].map((folder) => [folder, namesIn(folder)]),
    modules: Object.fromEntries(modules),
  }
}

/** Folders of the folders that are imported: the import of a folder means a file beside it first. */
const besideFolders = ({ dir, modules }: EvaluatedModules['state']): readonly string[] =>
  [...modules].flatMap(([name, { input }]) =>
    input.imports.flatMap(({ path, original, external }) => {
      if (external) return []
      const folder = dirname(resolve(dir, path))
      // How a module imports one that was not evaluated with it may be unknown.
      if (original === undefined) return [dirname(folder)]
      const meant = resolve(dirname(resolve(dir, name)), original)
      return folder === meant || folder.startsWith(meant + sep) ? [dirname(meant)] : []
    }),
  )

/** Names of the relations that a module exports, also in lists. */
export const relationsOf = ({ exports }: SavedModule): readonly string[] =>
  Object.values(exports).flatMap((one) => {
    const [kind, ...names] = one
    return kind === 'relation' || kind === 'lists' ? (names as readonly string[]) : []
  })

export const exportedRelations = ({ modules }: SavedModules): ReadonlySet<string> =>
  new Set(Object.values(modules).flatMap(relationsOf))

function savedExport(value: unknown, nameOf: (value: unknown) => string | undefined): SavedExport {
  if (value === undefined) return ['value']
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return ['value', value]
  if (typeof value === 'number' && Object.is(JSON.parse(JSON.stringify(value)), value))
    return ['value', value]
  try {
    const name = nameOf(value)
    if (name !== undefined) return ['relation', name]
    const listed = namesListed(value, nameOf)
    return listed ? ['lists', ...listed] : ['other']
  } catch {
    // An object that refers to itself, or has a property that throws.
    return ['other']
  }
}

/** The names of relations in a value that is made of relations and plain values; undefined for any other. */
function namesListed(
  value: unknown,
  nameOf: (value: unknown) => string | undefined,
): readonly string[] | undefined {
  const name = nameOf(value)
  if (name !== undefined) return [name]
  if (typeof value === 'function') return undefined
  if (typeof value !== 'object' || value === null) return []
  const prototype: unknown = Object.getPrototypeOf(value)
  // A declaration without its relation is not one of a list.
  const isList =
    prototype === Array.prototype || (prototype === Object.prototype && !Object.hasOwn(value, 'kind'))
  if (!isList) return undefined
  const parts = Object.values(value).map((part) => namesListed(part, nameOf))
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined
}
