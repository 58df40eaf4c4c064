import { dirname, relative, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/** Exports of evaluated modules, by the absolute path of the module. */
type Kept = Map<string, Readonly<Record<string, unknown>>>

const NAME = 'fusion-store.kept-modules'

/** Shared with the bundles, which are modules of their own. */
const kept: Kept = new Map()
Reflect.set(globalThis, Symbol.for(NAME), (path: string) => kept.get(path))

const REGISTRY = `data:text/javascript,export default globalThis[Symbol.for('${NAME}')]`
const NAMESPACE = 'fusion-store-kept'
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** Keeps what a module exports. Returns whether others can import it from here. */
export function keepModule(path: string, exports: Readonly<Record<string, unknown>>): boolean {
  kept.set(path, exports)
  return Object.keys(exports).every((name) => IDENTIFIER.test(name))
}

/** A module with the exports of one that is kept. */
const standIn = (path: string): string =>
  [
    `import kept from ${JSON.stringify(REGISTRY)}`,
    `const own = kept(${JSON.stringify(path)})`,
    ...Object.keys(kept.get(path) ?? {}).map((name) =>
      name === 'default' ? 'export default own.default' : `export const ${name} = own.${name}`,
    ),
  ].join('\n')

/**
 * Imports what kept modules export instead of the modules.
 *
 * @param isKept by absolute path.
 * @param imported what an importer's specifier was resolved to, if that is known. Asking esbuild costs a message each.
 */
export const keptModules = (
  isKept: (path: string) => boolean,
  imported: (importer: string, specifier: string) => string | undefined,
): Plugin => ({
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^data:/ }, ({ path }) =>
      path === REGISTRY ? { path, external: true } : undefined,
    )
    build.onResolve(
      { filter: /^\.{0,2}\// },
      async ({ path, importer, resolveDir, kind, namespace, pluginData }) => {
        if (namespace !== 'file' || pluginData === NAMESPACE) return undefined
        const known = imported(importer, path)
        const resolved =
          known ?? (await build.resolve(path, { importer, resolveDir, kind, pluginData: NAMESPACE })).path
        return isKept(resolved) ? { path: resolved, namespace: NAMESPACE } : undefined
      },
    )
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: standIn(path),
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
