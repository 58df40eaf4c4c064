import { readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'esbuild'

export type Exports = Readonly<Record<string, unknown>>

/** Exports of evaluated modules, by the absolute path of the module. */
export type KeptModules = ReadonlyMap<string, Exports>

const NAME = 'fusion-store.kept-modules'

/** Of the bundles that are evaluated now, which are modules of their own, by a number. */
const registry = new Map<number, KeptModules>()
Reflect.set(globalThis, Symbol.for(NAME), (bundle: number, path: string) => registry.get(bundle)?.get(path))
let bundles = 0

const REGISTRY = `globalThis[Symbol.for('${NAME}')]`
const DATA_URL = `data:text/javascript,export default ${REGISTRY}`
const NAMESPACE = 'fusion-store-kept'
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** Whether other modules can import what a module exports without evaluating it. */
export const canBeKept = (path: string, exports: Exports): boolean =>
  // esbuild reads an asterisk in the path of an external module as any text.
  !path.includes('*') && Object.keys(exports).every((name) => IDENTIFIER.test(name))

/** An import of esbuild's: of some names, of the default, or of both. */
const IMPORT =
  /^import (?:(?<all>[\w$]+)(?:, )?)?(?<names>\{[^{}]*\})?(?: from )?(?<path>"(?:[^"\\\n]|\\.)*");$/gm

/** A bundle that imports from kept modules, and how it is made. */
export interface KeptImports {
  /** For esbuild: paths of the modules, which stay imports of the bundle. */
  readonly external: string[]
  readonly plugins: Plugin[]
  /** The absolute path of a kept module that the bundle imports; undefined for anything else. */
  moduleOf(imported: string): string | undefined
  /**
   * Replaces each import of a kept module by what it exports. Lines stay where they are.
   *
   * @param imports those of kept modules.
   * @returns undefined if one of them cannot be replaced, or if a module does not export what is imported.
   */
  link(code: string, imports: number): string | undefined
  /** Evaluates the bundle. What it imports is there meanwhile. */
  during<T>(evaluate: () => Promise<T>): Promise<T>
}

/**
 * Lets a bundle import what kept modules export instead of the modules.
 *
 * @param importers absolute paths of the modules that are bundled.
 * @param bundleDir folder of the bundle.
 * @param imported what an importer's specifier was resolved to, if that is known. Asking esbuild costs a message each.
 */
export function keptImports(
  kept: KeptModules,
  importers: readonly string[],
  bundleDir: string,
  imported: (importer: string, specifier: string) => string | undefined,
): KeptImports {
  const bundle = (bundles += 1)
  const whole = wholeImports(importers)
  const moduleOf = (path: string): string | undefined => {
    const file = resolve(bundleDir, path)
    return kept.has(file) ? file : undefined
  }
  return {
    external: [...kept.keys()],
    plugins: whole.length === 0 ? [] : [standIns(whole, kept, bundle, imported)],
    moduleOf,
    link(code, imports) {
      let replaced = 0
      let isWhole = true
      const linked = code.replace(IMPORT, (statement: string, ...found: unknown[]) => {
        const { all, names = '{}', path = '' } = found.at(-1) as Record<string, string | undefined>
        const file = moduleOf(JSON.parse(path) as string)
        const exports = file === undefined ? undefined : kept.get(file)
        if (file === undefined || !exports) return statement
        replaced += 1
        const pairs = names
          .slice(1, -1)
          .split(',')
          .flatMap((pair) => (pair.trim() === '' ? [] : [pair.trim().split(' as ')]))
        if (all !== undefined) pairs.push(['default', all])
        isWhole &&= pairs.every(([name = '']) => Object.hasOwn(exports, name))
        const pattern = pairs.map(([name = '', as = name]) => `${name}: ${as}`).join(', ')
        const lines = '\n'.repeat(statement.split('\n').length - 1)
        return `const { ${pattern} } = ${REGISTRY}(${bundle}, ${JSON.stringify(file)});${lines}`
      })
      return isWhole && replaced === imports ? linked : undefined
    },
    async during(evaluate) {
      registry.set(bundle, kept)
      try {
        return await evaluate()
      } finally {
        registry.delete(bundle)
      }
    },
  }
}

/** Specifiers of modules that import or export all of a module: what that is, esbuild must know. */
function wholeImports(importers: readonly string[]): readonly string[] {
  const texts = importers.map((file) => readFileSync(file, 'utf8'))
  const all = texts
    .filter((text) => /\b(?:import|export)\s*(?:\/\*[^]*?\*\/\s*)?(?:type\s+)?\*/.test(text))
    .flatMap((text) =>
      [...text.matchAll(/\b(?:from|import)\s*(['"])(.+?)\1/g)].map(([, , specifier = '']) => specifier),
    )
  return [...new Set(all)]
}

/** A module with the exports of one that is kept. */
const standIn = (path: string, exports: Exports, bundle: number): string =>
  [
    `import kept from ${JSON.stringify(DATA_URL)}`,
    `const own = kept(${bundle}, ${JSON.stringify(path)})`,
    ...Object.keys(exports).map((name) =>
      name === 'default' ? 'export default own.default' : `export const ${name} = own.${name}`,
    ),
  ].join('\n')

const standIns = (
  specifiers: readonly string[],
  kept: KeptModules,
  bundle: number,
  imported: (importer: string, specifier: string) => string | undefined,
): Plugin => ({
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^data:/ }, ({ path }) =>
      path === DATA_URL ? { path, external: true } : undefined,
    )
    build.onResolve(
      {
        filter: new RegExp(
          `^(?:${specifiers.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`,
        ),
      },
      async ({ path, importer, resolveDir, kind, namespace, pluginData }) => {
        if (namespace !== 'file' || pluginData === NAMESPACE) return undefined
        const known = imported(importer, path)
        const resolved =
          known ?? (await build.resolve(path, { importer, resolveDir, kind, pluginData: NAMESPACE })).path
        return kept.has(resolved) ? { path: resolved, namespace: NAMESPACE } : undefined
      },
    )
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: standIn(path, kept.get(path) ?? {}, bundle),
      loader: 'js',
      resolveDir: dirname(path),
    }))
  },
})

/** How a metafile names a module, also if the bundle had a stand-in for it. */
export const inputName = (input: string, projectDir: string): string =>
  input.startsWith(`${NAMESPACE}:`)
    ? relative(projectDir, input.slice(NAMESPACE.length + 1))
        .split(sep)
        .join('/')
    : input
