import type { Plugin } from 'esbuild'

/**
 * Files that a module in `dir` would import by these specifiers. Supports subpaths and patterns of `exports`. Specifiers
 * that do not resolve are not in the result.
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
    // Node ignores the condition and the field `module`, which esbuild would use.
    conditions: [],
    mainFields: ['main'],
    logLevel: 'silent',
    plugins: [resolver],
  })
  return found
}
