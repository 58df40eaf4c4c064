import type { Plugin } from 'esbuild'

/**
 * Files that a module in `dir` would import by these names of packages, subpaths and patterns of `exports` included.
 * What is not in the result is not there.
 */
export async function resolveImports(
  specifiers: readonly string[],
  dir: string,
): Promise<ReadonlyMap<string, string>> {
  const { build } = await import('esbuild')
  const found = new Map<string, string>()
  const resolver: Plugin = {
    name: 'resolve-imports',
    setup({ onStart, resolve }) {
      onStart(async () => {
        for (const specifier of specifiers) {
          const { path, errors } = await resolve(specifier, { kind: 'import-statement', resolveDir: dir })
          if (errors.length === 0) found.set(specifier, path)
        }
      })
    },
  }
  await build({
    stdin: { contents: '', resolveDir: dir },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // Node knows neither the condition `module` nor the field, which esbuild would go by.
    conditions: [],
    mainFields: ['main'],
    logLevel: 'silent',
    plugins: [resolver],
  })
  return found
}
