import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { fileHash } from '../cache/file-hash.js'
import { realFolder } from '../cache/real-folder.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { type EvaluatedModules, evaluateModules, type ModuleState } from './evaluated-modules.js'
import { ownAliases } from './external-packages.js'
import type { Exports } from './kept-modules.js'
import { namesIn, relationsOf, type SavedModule, type SavedModules } from './saved-modules.js'

/** Modules of a project of which only some were evaluated. */
export interface RestoredModules extends EvaluatedModules {
  /** By the name of a relation, what is exported now where it was exported. */
  readonly relations: ReadonlyMap<string, unknown>
  /** Names of the relations that evaluated modules have made before, with all that these read. */
  readonly made: ReadonlySet<string>
}

/** What a partial evaluation must know of the declarations. */
export interface Reads {
  /** Of each relation, by name, the names of those that it reads. */
  readonly reads: ReadonlyMap<string, readonly string[]>
  /** By the name of a relation, another that is made with it and that no module exports. */
  readonly owned: readonly (readonly [relation: string, owned: string])[]
  /** Relations whose modules are always evaluated. */
  readonly needed: readonly string[]
  /** Stands in for a relation whose module is not evaluated. */
  readonly standIn: (name: string) => unknown
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
  cacheDir: string,
): Promise<RestoredModules | undefined> {
  const dir = realFolder(resolve(projectDir))
  const bundleDir = realFolder(cacheDir)
  if (!isDeepStrictEqual(saved.own, ownAliases(bundleDir))) return undefined
  if (saved.others.some(([file, hash]) => fileHash(file) !== hash)) return undefined
  if (saved.folders.some(([folder, hash]) => namesIn(folder) !== hash)) return undefined
  const all = Object.entries(saved.modules)
  const changed = all.flatMap(([name, { hash, isKept }]) =>
    isKept && fileHash(resolve(dir, name)) === hash ? [] : [name],
  )
  const choice = chooseModules(saved, declared, changed, dir)
  if (!choice) return undefined
  const { chosen, made } = choice
  // Of a module that is evaluated, only the names are known.
  const exported = all.map(([name, { exports }]) => {
    const isEvaluated = chosen.has(name) || !isTold(exports)
    return [
      resolve(dir, name),
      isEvaluated ? mapped(exports, () => undefined) : standInsOf(exports, declared),
    ] as const
  })
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
    exports: new Map(exported),
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
  return { ...evaluated, relations: new Map(relations), made }
}

/** Whether all that a module exports is saved. Others are evaluated if a list imports them. */
const isTold = (exports: SavedModule['exports']): boolean =>
  Object.values(exports).every(([kind]) => kind === 'relation' || kind === 'value')

/** What such a module exports. */
const standInsOf = (exports: SavedModule['exports'], { standIn }: Reads): Exports =>
  mapped(exports, ([kind, value]) => (kind === 'relation' ? standIn(value) : value))

const mapped = (
  exports: SavedModule['exports'],
  to: (one: SavedModule['exports'][string]) => unknown,
): Exports => Object.fromEntries(Object.entries(exports).map(([as, one]) => [as, to(one)]))

/** What changed modules may read, which they may not have read before. */
interface Mentioned {
  readonly modules: readonly string[]
  readonly relations: readonly string[]
}

/** What the texts of some modules mention. What is missed costs time only: the whole project is evaluated then. */
function mentionedIn(
  changed: readonly string[],
  { modules }: SavedModules,
  { reads }: Reads,
  dir: string,
): Mentioned {
  const withoutEnd = (path: string): string => path.slice(0, path.length - extname(path).length)
  const names = new Map(Object.keys(modules).map((name) => [withoutEnd(resolve(dir, name)), name]))
  const texts = changed.flatMap((name): (readonly [string, string])[] => {
    try {
      return [[resolve(dir, name), readFileSync(resolve(dir, name), 'utf8')]]
    } catch {
      return []
    }
  })
  return {
    modules: texts.flatMap(([file, text]) =>
      [...text.matchAll(/(['"])(\.{1,2}\/[^'"\n]+)\1/g)].flatMap(
        ([, , specifier = '']) => names.get(withoutEnd(resolve(dirname(file), specifier))) ?? [],
      ),
    ),
    relations: [...reads.keys()].filter((name) =>
      texts.some(([, text]) => text.includes(`'${name}'`) || text.includes(`"${name}"`)),
    ),
  }
}

interface Choice {
  /** Names of the modules to evaluate. */
  readonly chosen: ReadonlySet<string>
  readonly made: ReadonlySet<string>
}

/** The modules to evaluate; undefined if these are most of them, or if a change may concern any. */
function chooseModules(
  saved: SavedModules,
  declared: Reads,
  changed: readonly string[],
  dir: string,
): Choice | undefined {
  const { modules } = saved
  const { reads, needed, owned } = declared
  const importsOf = (name: string): readonly string[] =>
    (modules[name]?.input.imports ?? []).flatMap(({ path, external }) =>
      external || !Object.hasOwn(modules, path) ? [] : [path],
    )
  const relationsIn = (name: string): readonly string[] => {
    const module = modules[name]
    return module ? relationsOf(module) : []
  }
  // A module that exports what it imports does not make it.
  const made = new Map(
    Object.keys(modules).map((name) => {
      const imported = new Set(importsOf(name).flatMap(relationsIn))
      return [name, relationsIn(name).filter((relation) => !imported.has(relation))] as const
    }),
  )
  const makers = reversed(made)
  const makersOf = new Map([...makers, ...owned.map(([by, own]) => [own, makers.get(by) ?? []] as const)])

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
  const readers = reversed(needs)

  const affected = reached(changed.map(moduleNode), (node) => readers.get(node))
  const isLister = (name: string): boolean =>
    name === CONFIG_FILE ||
    (made.get(name)?.length === 0 &&
      Object.values(modules[name]?.exports ?? {}).every(([kind]) => kind !== 'other'))
  const listers = reached([CONFIG_FILE], (name) => importsOf(name).filter(isLister))
  const mentioned = mentionedIn(
    changed.filter((name) => !listers.has(name)),
    saved,
    declared,
    dir,
  )
  const untold = [...listers].flatMap((name) =>
    importsOf(name).filter((imported) => !listers.has(imported) && !isTold(modules[imported]?.exports ?? {})),
  )
  const first = [
    ...[...affected].flatMap((node) => moduleOf(node) ?? []).filter((name) => !listers.has(name)),
    // What no module exports is made by the modules of what reads it.
    ...[
      ...reached([...needed, ...mentioned.relations].map(relationNode), (node) =>
        makersOf.has(relationOf(node) ?? '') ? [] : (readers.get(node) ?? []).filter(relationOf),
      ),
    ].flatMap((node) => makersOf.get(relationOf(node) ?? '') ?? []),
    ...mentioned.modules.filter((name) => !listers.has(name)),
    ...untold,
  ]
  const whole = [...reached(first.map(moduleNode), (node) => needs.get(node))]
  const chosen = new Set([...listers, ...whole.flatMap((node) => moduleOf(node) ?? [])])
  if (chosen.size * 2 > Object.keys(modules).length) return undefined
  return { chosen, made: new Set(whole.flatMap((node) => relationOf(node) ?? [])) }
}

/** From each value to the keys that have it. */
function reversed(all: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>()
  for (const [key, values] of all) {
    for (const value of values) {
      const known = keys.get(value)
      if (known) known.push(key)
      else keys.set(value, [key])
    }
  }
  return keys
}

const moduleNode = (name: string): string => `m ${name}`
const relationNode = (name: string): string => `r ${name}`
const moduleOf = (node: string): string | undefined => (node.startsWith('m ') ? node.slice(2) : undefined)

const relationOf = (node: string): string | undefined => (node.startsWith('r ') ? node.slice(2) : undefined)

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
