import { isBuiltin } from 'node:module'
import { join, relative, resolve, sep } from 'node:path'
import type { Metafile } from 'esbuild'
import { fileHash } from '../cache/file-hash.js'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { type Bundle, bundleModules } from './bundle-config.js'
import { bundleUrl, evaluateBundle } from './evaluate-bundle.js'
import { ownAliases, strayPackages } from './external-packages.js'
import { inputName, keepModule, keptModules } from './kept-modules.js'
import { inputsOf, type LoadedProject } from './load-project.js'
import { mentionsImportMeta } from './own-import-meta.js'
import { ownPackage } from './own-package.js'
import { packageName } from './package-entry.js'
import { whyNotPlain } from './plain-code.js'
import { readsWorld } from './reads-world.js'
import { innermost, type SourceLocator, sourceLocator } from './source-locator.js'

/** A project whose modules stay evaluated in this process. */
export interface KeptProject {
  /** As loaded last. */
  readonly loaded: LoadedProject
  /**
   * Evaluates the modules that have changed, and those that import them. What other modules have declared is the same
   * objects as before.
   *
   * @returns undefined if that is not certain to give what evaluating all of them gives, or if there is a mistake in them.
   * The project is of no use then.
   */
  again(): Promise<KeptProject | undefined>
}

/** Packages that declare and remember nothing. */
const PURE = new Set(['fusion-store', 'kysely', 'node:path'])

/** A module as it was evaluated. */
interface Module {
  readonly hash: string | null
  /** As the metafile of its bundle says it. */
  readonly input: Metafile['inputs'][string]
  /** Whether others can import what it exports without evaluating it. */
  readonly isKept: boolean
}

interface State {
  readonly dir: string
  readonly bundleDir: string
  readonly aliases: Bundle['aliases']
  /** By name in the metafile. */
  readonly modules: ReadonlyMap<string, Module>
  /** What its bundles import from elsewhere. */
  readonly packages: ReadonlySet<string>
  /** Hashes of what else the result depends on, by absolute path. */
  readonly others: ReadonlyMap<string, string | null>
  readonly locators: ReadonlyMap<string, SourceLocator>
}

/**
 * Loads a project whose modules only declare, so that it can be loaded again in part. See `whyNotPlain` for what that means.
 *
 * @returns undefined for a project with a mistake.
 */
export async function keepProject(
  projectDir: string,
  cacheDir?: string,
): Promise<KeptProject | 'not plain' | undefined> {
  // The modules of this package are in the bundle then.
  if (ownPackage().fromSource) return 'not plain'
  const dir = realFolder(resolve(projectDir))
  const bundleDir = realFolder(cacheDir ?? projectCacheDir(dir))
  const own = ownAliases(bundleDir)
  const first = await bundleModules(dir, { entryPoints: [join(dir, CONFIG_FILE)] }, bundleDir, own)
  if (first.kind === 'failed') return undefined
  if (!isPlain(first.bundle)) return 'not plain'
  const { metafile } = first.bundle
  const { aliases, missing } = await strayPackages(metafile, dir, bundleDir)
  if (missing.length > 0) return undefined
  const inputs = projectInputs(metafile, dir)
  const all = { ...own, ...aliases }
  const others = othersOf(inputsOf({ metafile, aliases: all }, dir), inputs.keys(), dir)
  const nothing = { modules: new Map(), packages: new Set<string>(), locators: new Map() }
  return await evaluate({ dir, bundleDir, aliases: all, others, ...nothing }, [...inputs.keys()])
}

/** Whether a bundle reads nothing but its modules, and has no packages that could remember something. */
const isPlain = ({ metafile, code }: Bundle): boolean =>
  !mentionsImportMeta(code) &&
  !readsWorld(metafile, CONFIG_FILE, code) &&
  importsOf(metafile).every(({ path, kind }) => kind === 'import-statement' && isPure(path))

/** What a bundle imports. */
const importsOf = ({ outputs }: Metafile) => Object.values(outputs).flatMap(({ imports }) => imports)

const isPure = (path: string): boolean =>
  path.startsWith('data:') ||
  isOwn(path) ||
  PURE.has(isBuiltin(path) ? `node:${path.replace(/^node:/, '')}` : packageName(path))

/** Packages that are imported by their files: this one and the query builder. */
const isOwn = (path: string): boolean => path.startsWith('file:')

/** Evaluates some modules; the others are as they are. */
async function evaluate(
  state: State,
  names: readonly string[],
): Promise<KeptProject | 'not plain' | undefined> {
  const { dir, bundleDir, aliases } = state
  const fileOf = (name: string): string => resolve(dir, name)
  const hashes = new Map(names.map((name) => [name, fileHash(fileOf(name))]))
  const fresh = new Set(names)
  const keptFiles = new Set(
    [...state.modules].flatMap(([name, { isKept }]) => (isKept && !fresh.has(name) ? [fileOf(name)] : [])),
  )
  const plugin = keptModules(
    (path) => keptFiles.has(path),
    (importer, specifier) => resolvedBefore(state, importer, specifier),
  )
  const contents = [
    `export { default } from './${CONFIG_FILE}'`,
    ...names.map((name, at) => `export * as m${at} from ${JSON.stringify(fileOf(name))}`),
  ].join('\n')
  const entry = { stdin: { contents, resolveDir: dir, loader: 'js' as const } }
  const extra = keptFiles.size > 0 ? { plugins: [plugin] } : {}
  const result = await bundleModules(dir, entry, bundleDir, aliases, extra)
  if (result.kind === 'failed') return undefined
  const { bundle } = result
  const inputs = projectInputs(bundle.metafile, dir)
  // A module that is new is not among those that are exported.
  if ([...inputs.keys()].some((name) => !fresh.has(name))) return undefined
  // Also what no module uses now: one that changes may use it.
  if (!isPlain(bundle) || whyNotPlain(bundle.code) !== undefined) return 'not plain'

  const url = bundleUrl(bundleDir)
  const evaluation = await evaluateBundle(url, bundle.code)
  if (evaluation.kind === 'threw' || evaluation.exports['default'] === undefined) return undefined
  // A file that changed meanwhile may have been read before or after.
  if (names.some((name) => fileHash(fileOf(name)) !== hashes.get(name))) return undefined

  const modules = new Map(state.modules)
  for (const [at, name] of names.entries()) {
    const input = inputs.get(name)
    if (input === undefined) continue
    const exports = evaluation.exports[`m${at}`] as Readonly<Record<string, unknown>>
    modules.set(name, { hash: hashes.get(name) ?? null, input, isKept: keepModule(fileOf(name), exports) })
  }
  const reached = reachable(modules)
  const packages = new Set([...state.packages, ...importsOf(bundle.metafile).map(({ path }) => path)])
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
  const others = othersOf(all, reached.keys(), dir)
  // What decides the meaning of imports has changed meanwhile, or is something else now.
  if (!isSame(others, state.others)) return undefined
  const locators = new Map([...state.locators, [url.href, sourceLocator(dir, url, bundle.map)]])
  const next: State = { ...state, modules: reached, packages, locators }
  const { default: config } = evaluation.exports
  const project: KeptProject = {
    loaded: { dir, config, inputs: all, readsWorld: false, ...innermost(locators) },
    again: () => again(next, project),
  }
  return project
}

async function again(state: State, same: KeptProject): Promise<KeptProject | undefined> {
  if ([...state.others].some(([file, hash]) => fileHash(file) !== hash)) return undefined
  const changed = [...state.modules].flatMap(([name, { hash }]) =>
    fileHash(resolve(state.dir, name)) === hash ? [] : [name],
  )
  if (changed.length === 0) return same
  const next = await evaluate(state, importersOf(changed, state.modules))
  return next === 'not plain' ? undefined : next
}

const EMPTY = { bytes: 0, exports: [], inputs: {} }

/** Hashes of the inputs that are no modules. */
function othersOf(inputs: readonly string[], modules: Iterable<string>, dir: string): State['others'] {
  const files = new Set([...modules].map((name) => resolve(dir, name)))
  return new Map(inputs.filter((file) => !files.has(file)).map((file) => [file, fileHash(file)]))
}

const isSame = (one: State['others'], other: State['others']): boolean =>
  one.size === other.size && [...one].every(([file, hash]) => other.get(file) === hash)

/** Some modules, those that cannot be kept, and all that import them, directly or indirectly. */
function importersOf(names: readonly string[], modules: State['modules']): readonly string[] {
  const importers = new Map<string, string[]>()
  for (const [name, { input }] of modules)
    for (const { path } of input.imports) importers.set(path, [...(importers.get(path) ?? []), name])
  const unkept = [...modules].flatMap(([name, { isKept }]) => (isKept ? [] : [name]))
  const found = new Set([...names, ...unkept])
  // Iteration includes names added by the loop.
  for (const name of found) for (const importer of importers.get(name) ?? []) found.add(importer)
  return [...found]
}

/** The modules that the config imports, directly or indirectly. */
function reachable(modules: State['modules']): State['modules'] {
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

/** The modules of a project in a bundle, by name. */
const projectInputs = ({ inputs }: Metafile, dir: string): ReadonlyMap<string, Module['input']> =>
  new Map(
    Object.entries(inputs).flatMap(([name, input]) => {
      if (name === '<stdin>' || inputName(name, dir) !== name) return []
      const imports = input.imports.map((one) => ({ ...one, path: inputName(one.path, dir) }))
      return [[name, { ...input, imports }] as const]
    }),
  )

/** What a specifier of a module was resolved to when the module was evaluated. */
function resolvedBefore({ dir, modules }: State, importer: string, specifier: string): string | undefined {
  const { imports = [] } = modules.get(relative(dir, importer).split(sep).join('/'))?.input ?? {}
  const found = imports.find(({ original, external }) => original === specifier && !external)
  return found && resolve(dir, found.path)
}
