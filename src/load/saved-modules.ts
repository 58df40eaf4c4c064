import { readdirSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import type { Metafile } from 'esbuild'
import { fileHash } from '../cache/file-hash.js'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { sha256 } from '../model/hash.js'
import { type EvaluatedModules, evaluateModules, type Module, type ModuleState } from './evaluated-modules.js'
import { ownAliases } from './external-packages.js'
import type { Exports } from './kept-modules.js'

/** What a module exports under a name: a relation, by its name; a plain value; lists of these; anything else. */
export type SavedExport =
  | readonly ['relation', string]
  | readonly ['value', (string | number | boolean | null)?]
  | readonly ['lists']
  | readonly ['other']

interface SavedModule extends Module {
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

/** Modules of a project of which only some were evaluated. */
export interface RestoredModules extends EvaluatedModules {
  /** By the name of a relation, what is exported now where it was exported. */
  readonly relations: ReadonlyMap<string, unknown>
}

/** What a partial evaluation must know of the declarations. */
export interface Reads {
  /** Of each relation, by name, the names of those that it reads. */
  readonly reads: ReadonlyMap<string, readonly string[]>
  /** Relations whose modules are always evaluated. */
  readonly needed: readonly string[]
  /** Stands in for a relation whose module is not evaluated. */
  readonly standIn: (name: string) => unknown
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

function namesIn(folder: string): string {
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
    const exported = own
      ? Object.fromEntries(Object.entries(own).map(([as, value]) => [as, savedExport(value, nameOf)]))
      : before[name]?.exports
    return exported ? [[name, { ...module, exports: exported }]] : []
  })
  // The import of a folder means a file beside it first.
  const folders = new Set(
    [...state.modules.keys()].flatMap((name) => {
      const folder = dirname(resolve(state.dir, name))
      return [folder, dirname(folder)]
    }),
  )
  return {
    own: ownAliases(state.bundleDir),
    aliases: state.aliases,
    packages: [...state.packages],
    others: [...state.others],
    folders: [...folders].map((folder) => [folder, namesIn(folder)]),
    modules: Object.fromEntries(modules),
  }
}

function savedExport(value: unknown, nameOf: (value: unknown) => string | undefined): SavedExport {
  const name = nameOf(value)
  if (name !== undefined) return ['relation', name]
  if (value === undefined) return ['value']
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return ['value', value]
  if (typeof value === 'number' && Object.is(JSON.parse(JSON.stringify(value)), value))
    return ['value', value]
  return isLists(value, nameOf) ? ['lists'] : ['other']
}

/** Whether a value is made of relations and plain values. */
function isLists(value: unknown, nameOf: (value: unknown) => string | undefined): boolean {
  if (nameOf(value) !== undefined) return true
  if (typeof value !== 'object' || value === null) return typeof value !== 'function'
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Array.prototype && prototype !== Object.prototype) return false
  // A declaration without its relation: not one of a list.
  return !Object.hasOwn(value, 'kind') && Object.values(value).every((part) => isLists(part, nameOf))
}

/**
 * Evaluates the modules of a project that have changed, those that read them, and everything that these need. A module
 * that only lists relations gets stand-ins for those of other modules.
 *
 * @returns undefined if that is not certain to give what evaluating all of them gives, or if there is a mistake in them.
 */
export async function restoreModules(
  saved: SavedModules,
  declared: Reads,
  projectDir: string,
  cacheDir?: string,
): Promise<RestoredModules | undefined> {
  const dir = realFolder(resolve(projectDir))
  const bundleDir = realFolder(cacheDir ?? projectCacheDir(dir))
  if (!isSame(saved.own, ownAliases(bundleDir))) return undefined
  if (saved.others.some(([file, hash]) => fileHash(file) !== hash)) return undefined
  if (saved.folders.some(([folder, hash]) => namesIn(folder) !== hash)) return undefined
  const all = Object.entries(saved.modules)
  const changed = all.flatMap(([name, { hash, isKept }]) =>
    isKept && fileHash(resolve(dir, name)) === hash ? [] : [name],
  )
  const chosen = chooseModules(saved, declared, changed)
  if (!chosen) return undefined
  const standIns = all.flatMap(([name, { exports }]) =>
    chosen.has(name) || !isTold(exports)
      ? []
      : [[resolve(dir, name), standInsOf(exports, declared)] as const],
  )
  const state: ModuleState = {
    dir,
    bundleDir,
    aliases: saved.aliases,
    modules: new Map(
      all.map(([name, { hash, input, isKept, exports }]) => [
        name,
        // One that is not evaluated and exports more than stand-ins must not be imported.
        { hash, input, isKept: isKept && isTold(exports) },
      ]),
    ),
    exports: new Map(standIns),
    packages: new Set(saved.packages),
    others: new Map(saved.others),
    locators: new Map(),
  }
  const evaluated = await evaluateModules(state, [...chosen])
  if (evaluated === undefined || evaluated === 'not plain') return undefined
  const relations = [...evaluated.exports].flatMap(([name, exports]) =>
    Object.entries(saved.modules[name]?.exports ?? {}).flatMap(([as, one]) =>
      one[0] === 'relation' ? [[one[1], exports[as]] as const] : [],
    ),
  )
  return { ...evaluated, relations: new Map(relations) }
}

const isSame = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, value]) => other[key] === value)

/** Whether all that a module exports is saved. Others are evaluated if a list imports them. */
const isTold = (exports: SavedModule['exports']): boolean =>
  Object.values(exports).every(([kind]) => kind === 'relation' || kind === 'value')

/** What such a module exports. */
const standInsOf = (exports: SavedModule['exports'], { standIn }: Reads): Exports =>
  Object.fromEntries(
    Object.entries(exports).map(([as, [kind, value]]) => [as, kind === 'relation' ? standIn(value) : value]),
  )

type Inputs = Metafile['inputs']

/** Names of the modules to evaluate; undefined if these are most of them. */
function chooseModules(
  { modules }: SavedModules,
  { reads, needed }: Reads,
  changed: readonly string[],
): ReadonlySet<string> | undefined {
  const importsOf = (name: string): readonly string[] =>
    (modules[name]?.input.imports ?? ([] as Inputs[string]['imports'])).flatMap(({ path, external }) =>
      external || !Object.hasOwn(modules, path) ? [] : [path],
    )
  const relationsOf = (name: string): readonly string[] =>
    Object.values(modules[name]?.exports ?? {}).flatMap((one) => (one[0] === 'relation' ? [one[1]] : []))
  // A module that exports what it imports does not make it.
  const made = new Map(
    Object.keys(modules).map((name) => {
      const imported = new Set(importsOf(name).flatMap(relationsOf))
      return [name, relationsOf(name).filter((relation) => !imported.has(relation))] as const
    }),
  )
  const makersOf = new Map<string, string[]>()
  for (const [name, relations] of made)
    for (const relation of relations) makersOf.set(relation, [...(makersOf.get(relation) ?? []), name])

  // Modules and relations, each with what it depends on.
  const needs = new Map<string, readonly string[]>([
    ...Object.keys(modules).map(
      (name) =>
        [
          moduleNode(name),
          [...importsOf(name).map(moduleNode), ...(made.get(name) ?? []).map(relationNode)],
        ] as const,
    ),
    ...[...reads].map(
      ([name, read]) =>
        [
          relationNode(name),
          [...read.map(relationNode), ...(makersOf.get(name) ?? []).map(moduleNode)],
        ] as const,
    ),
  ])
  const readers = new Map<string, string[]>()
  for (const [node, found] of needs)
    for (const one of found) readers.set(one, [...(readers.get(one) ?? []), node])

  const affected = reached(changed.map(moduleNode), (node) => readers.get(node))
  const isLister = (name: string): boolean =>
    name === CONFIG_FILE ||
    (made.get(name)?.length === 0 &&
      Object.values(modules[name]?.exports ?? {}).every(([kind]) => kind !== 'other'))
  const listers = reached([CONFIG_FILE], (name) => importsOf(name).filter(isLister))
  const untold = [...listers].flatMap((name) =>
    importsOf(name).filter((imported) => !listers.has(imported) && !isTold(modules[imported]?.exports ?? {})),
  )
  const first = [
    ...[...affected].flatMap((node) => moduleOf(node) ?? []).filter((name) => !listers.has(name)),
    ...needed.flatMap((relation) => makersOf.get(relation) ?? []),
    ...untold,
  ]
  const whole = [...reached(first.map(moduleNode), (node) => needs.get(node))].flatMap(
    (node) => moduleOf(node) ?? [],
  )
  const chosen = new Set([...listers, ...whole])
  return chosen.size * 2 > Object.keys(modules).length ? undefined : chosen
}

const moduleNode = (name: string): string => `m ${name}`
const relationNode = (name: string): string => `r ${name}`
const moduleOf = (node: string): string | undefined => (node.startsWith('m ') ? node.slice(2) : undefined)

/** Some nodes of a graph, and all that can be reached from them. */
function reached(
  from: readonly string[],
  next: (node: string) => readonly string[] | undefined,
): ReadonlySet<string> {
  const found = new Set(from)
  // Iteration includes nodes added by the loop.
  for (const node of found) for (const one of next(node) ?? []) found.add(one)
  return found
}
