import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { relative, resolve, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Metafile } from 'esbuild'
import { fileHash } from '../cache/file-hash.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { type Bundle, bundleModules } from './bundle-config.js'
import { bundleUrl, evaluateBundle } from './evaluate-bundle.js'
import { canBeKept, type Exports, inputName, type KeptModules, keptImports } from './kept-modules.js'
import { hasImportCycle } from './import-cycle.js'
import { inputsOf, type LoadedProject } from './loaded-project.js'
import { mentionsImportMeta } from './own-import-meta.js'
import { ownPackage } from './own-package.js'
import { packageName } from './package-entry.js'
import { plainness } from './plain-code.js'
import { modulesOf, readsWorld } from './reads-world.js'
import { innermost, type SourceLocator, sourceLocator } from './source-locator.js'

/** Packages that declare and remember nothing. */
const PURE = new Set(['fusion-store', 'kysely', 'node:path'])

/** A module as it was evaluated. */
export interface Module {
  readonly hash: string | null
  /** As the metafile of its bundle says it. */
  readonly input: Metafile['inputs'][string]
  /** Whether others can import what it exports without evaluating it. */
  readonly isKept: boolean
}

/** Modules of a project as they were evaluated, and what their evaluation depended on. */
export interface ModuleState {
  readonly dir: string
  readonly bundleDir: string
  readonly aliases: Bundle['aliases']
  /** By name in the metafile. */
  readonly modules: ReadonlyMap<string, Module>
  /** What they export. */
  readonly exports: KeptModules
  /** What its bundles import from elsewhere. */
  readonly packages: ReadonlySet<string>
  /** Hashes of what else the result depends on, by absolute path. */
  readonly others: ReadonlyMap<string, string | null>
  readonly locators: ReadonlyMap<string, SourceLocator>
}

type Imports = readonly Metafile['outputs'][string]['imports'][number][]

/** Whether a bundle reads nothing but its modules, and has no packages that could remember something. */
const isPlain = ({ metafile, code }: Pick<Bundle, 'metafile' | 'code'>, imports: Imports): boolean =>
  !mentionsImportMeta(code) &&
  !readsWorld(metafile, CONFIG_FILE, code) &&
  imports.every(({ path, kind }) => kind === 'import-statement' && isPure(path))

/** What a bundle imports. */
const importsOf = ({ outputs }: Metafile): Imports => Object.values(outputs).flatMap(({ imports }) => imports)

const isPure = (path: string): boolean =>
  path.startsWith('data:') ||
  isOwn(path) ||
  PURE.has(isBuiltin(path) ? `node:${path.replace(/^node:/, '')}` : packageName(path))

/** Packages that are imported by their files: this one and the query builder. */
const isOwn = (path: string): boolean => path.startsWith('file:')

/** Modules that were evaluated, and the project that they declare. */
export interface EvaluatedModules {
  readonly loaded: LoadedProject
  readonly state: ModuleState
  /** What the modules that were evaluated now export, by name. */
  readonly exports: ReadonlyMap<string, Exports>
  /**
   * Whether the modules of the project only declare, in any order; found out, with pauses, when it is first asked. Of a cycle,
   * the module that is imported first is evaluated last, and any module may be the first to import it.
   */
  readonly onlyDeclare: () => Promise<boolean>
}

/**
 * Evaluates all modules of a project, so that it can be loaded again in part if they only declare. See `plainness` for
 * what that means.
 *
 * @param bundle of its config.
 * @returns 'not plain' if it is known that they do more, undefined if there is a mistake in them.
 */
export async function evaluateAll(
  { metafile, code, aliases }: Bundle,
  dir: string,
  bundleDir: string,
): Promise<EvaluatedModules | 'not plain' | undefined> {
  // The modules of this package are in the bundle then.
  if (ownPackage().fromSource || !isPlain({ metafile, code }, importsOf(metafile))) return 'not plain'
  const names = [...projectInputs(metafile, dir).keys()]
  const others = othersOf(inputsOf({ metafile, aliases }, dir), names, dir)
  const nothing = { modules: new Map(), exports: new Map(), packages: new Set<string>(), locators: new Map() }
  return await evaluateModules({ dir, bundleDir, aliases, others, ...nothing }, names, false)
}

/**
 * Evaluates some modules; the others, which only declare, are as they are.
 *
 * @param mustDeclare whether the result is of no use if they do more than declare.
 */
export async function evaluateModules(
  state: ModuleState,
  names: readonly string[],
  mustDeclare = true,
): Promise<EvaluatedModules | 'not plain' | undefined> {
  const { dir, bundleDir, aliases } = state
  const fileOf = (name: string): string => resolve(dir, name)
  const hashes = new Map(names.map((name) => [name, fileHash(fileOf(name))]))
  const fresh = new Set(names)
  const others = [...state.modules].filter(([name, { isKept }]) => isKept && !fresh.has(name))
  const importable = new Map(others.map(([name]) => [fileOf(name), state.exports.get(fileOf(name)) ?? {}]))
  const kept = keptImports(importable, names.map(fileOf), bundleDir, (importer, specifier) =>
    resolvedBefore(state, importer, specifier),
  )
  const contents = [
    `export { default } from './${CONFIG_FILE}'`,
    ...names.map((name, at) => `export * as m${at} from ${JSON.stringify(fileOf(name))}`),
  ].join('\n')
  const entry = { stdin: { contents, resolveDir: dir, loader: 'js' as const } }
  const isUnchanged = (name: string): boolean => state.modules.get(name)?.hash === hashes.get(name)
  if (importable.size > 0 && names.some((name) => !isUnchanged(name) && exportsAll(fileOf(name))))
    return undefined
  const { external, plugins } = kept
  const result = await bundleModules(dir, entry, bundleDir, aliases, { external, plugins })
  if (result.kind === 'failed') return undefined
  const { bundle } = result
  const inputs = projectInputs(bundle.metafile, dir, kept.moduleOf, state.modules)
  // A module that is new is not among those that are exported.
  if ([...inputs.keys()].some((name) => !fresh.has(name))) return undefined
  const [ofKept, ofOthers] = partition(
    importsOf(bundle.metafile),
    ({ path }) => kept.moduleOf(path) !== undefined,
  )
  if (!isPlain(bundle, ofOthers)) return 'not plain'
  // Also what no module uses now: one that changes may use it.
  const parts = [...modulesOf(bundle.code, bundle.metafile.inputs)].map(([, text]) => text)
  const every = new Map([...[...state.modules].map(([name, { input }]) => [name, input] as const), ...inputs])
  const onlyDeclare = once(
    async () => !hasImportCycle(every) && (await withPauses(plainness(parts))) === undefined,
  )
  if (mustDeclare && !(await onlyDeclare())) return 'not plain'
  const code = kept.link(bundle.code, ofKept.length)
  if (code === undefined) return undefined

  const url = bundleUrl(bundleDir)
  const evaluation = await kept.during(() => evaluateBundle(url, code))
  if (evaluation.kind === 'threw' || evaluation.exports['default'] === undefined) return undefined
  // A file that changed meanwhile may have been read before or after.
  if (names.some((name) => fileHash(fileOf(name)) !== hashes.get(name))) return undefined

  const modules = new Map(state.modules)
  const exported = new Map<string, Exports>()
  for (const [at, name] of names.entries()) {
    const input = inputs.get(name)
    if (input === undefined) continue
    const exports = evaluation.exports[`m${at}`] as Exports
    // Two modules that export the same of a third are not the same to esbuild where they are kept.
    if (isUnchanged(name) && !hasNamesOf(exports, state.exports.get(fileOf(name)))) return undefined
    exported.set(name, exports)
    const isKept = canBeKept(fileOf(name), exports)
    modules.set(name, { hash: hashes.get(name) ?? null, input, isKept })
  }
  const reached = reachable(modules)
  const packages = new Set([...state.packages, ...ofOthers.map(({ path }) => path)])
  const metafile: Metafile = {
    inputs: Object.fromEntries([...reached].map(([name, { input }]) => [name, input])),
    outputs: {
      bundle: {
        ...EMPTY,
        imports: [...packages].map((path) => ({ path, kind: 'import-statement', external: true })),
      },
    },
  }
  const all = inputsOf({ metafile, aliases }, dir)
  const read = othersOf(all, reached.keys(), dir)
  // What decides the meaning of imports has changed meanwhile, or is something else now.
  if (!isSame(read, state.others)) return undefined
  const locators = new Map([...state.locators, [url.href, sourceLocator(dir, url, bundle.map)]])
  const ofAll = new Map([
    ...state.exports,
    ...[...exported].map(([name, own]) => [fileOf(name), own] as const),
  ])
  const next: ModuleState = { ...state, modules: reached, exports: ofAll, packages, locators }
  const { default: config } = evaluation.exports
  return {
    loaded: { dir, config, inputs: all, readsWorld: false, ...innermost(locators) },
    state: next,
    exports: exported,
    onlyDeclare,
  }
}

/** What it computes from is let go then. */
function once<T>(compute: () => T): () => T {
  let open: (() => T) | undefined = compute
  let value: T | undefined
  return () => {
    if (open) value = open()
    open = undefined
    return value as T
  }
}

/** Runs steps for a few milliseconds at a time. */
async function withPauses<T>(steps: Generator<unknown, T>): Promise<T> {
  for (let begun = performance.now(); ;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() - begun < 5) continue
    await setImmediate()
    begun = performance.now()
  }
}

const partition = <T>(all: readonly T[], is: (one: T) => boolean): readonly [T[], T[]] => [
  all.filter(is),
  all.filter((one) => !is(one)),
]

const EMPTY = { bytes: 0, exports: [], inputs: {} }

/** Whether a module exports all of another. */
const exportsAll = (file: string): boolean =>
  /\bexport\s*(?:\/\*[^]*?\*\/\s*)*\*/.test(readFileSync(file, 'utf8'))

const hasNamesOf = (one: Exports, other: Exports | undefined): boolean =>
  other === undefined || isDeepStrictEqual(Object.keys(one).toSorted(), Object.keys(other).toSorted())

/** Hashes of the inputs that are no modules. */
function othersOf(inputs: readonly string[], modules: Iterable<string>, dir: string): ModuleState['others'] {
  const files = new Set([...modules].map((name) => resolve(dir, name)))
  return new Map(inputs.filter((file) => !files.has(file)).map((file) => [file, fileHash(file)]))
}

const isSame = (one: ModuleState['others'], other: ModuleState['others']): boolean =>
  one.size === other.size && [...one].every(([file, hash]) => other.get(file) === hash)

/** The modules that the config imports, directly or indirectly. */
function reachable(modules: ModuleState['modules']): ModuleState['modules'] {
  const found = new Map<string, Module>()
  const visit = (name: string): void => {
    const module = modules.get(name)
    if (module === undefined || found.has(name)) return
    found.set(name, module)
    for (const { path, external } of module.input.imports) if (!external) visit(path)
  }
  visit(CONFIG_FILE)
  return found
}

/**
 * The modules of a project in a bundle, by name.
 *
 * @param moduleOf the file of a kept module that is imported.
 * @param before they know how a kept module was imported; esbuild does not say it.
 */
const projectInputs = (
  { inputs }: Metafile,
  dir: string,
  moduleOf: (path: string) => string | undefined = () => undefined,
  before: ModuleState['modules'] = new Map(),
): ReadonlyMap<string, Module['input']> =>
  new Map(
    Object.entries(inputs).flatMap(([name, input]) => {
      if (name === '<stdin>' || inputName(name, dir) !== name) return []
      const originals = new Map(before.get(name)?.input.imports.map(({ path, original }) => [path, original]))
      const imports = input.imports.map((one) => {
        const file = one.external === true ? moduleOf(one.path) : undefined
        if (file === undefined) return { ...one, path: inputName(one.path, dir) }
        const path = relative(dir, file).split(sep).join('/')
        const original = originals.get(path)
        return { path, kind: one.kind, ...(original !== undefined && { original }) }
      })
      return [[name, { ...input, imports }] as const]
    }),
  )

/** What a specifier of a module was resolved to when the module was evaluated. */
function resolvedBefore(
  { dir, modules }: ModuleState,
  importer: string,
  specifier: string,
): string | undefined {
  const { imports = [] } = modules.get(relative(dir, importer).split(sep).join('/'))?.input ?? {}
  const found = imports.find(({ original, external }) => original === specifier && !external)
  return found && resolve(dir, found.path)
}
