import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** What importing an entry imports at once, packages and modules, but not what is behind an `import()`. */
function imported({ inputs }: Metafile, entry: string): Set<string> {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const next of inputs[path]?.imports ?? []) if (next.kind !== 'dynamic-import') visit(next.path)
  }
  visit(entry)
  return seen
}

test('an unchanged build and --help load next to nothing', async () => {
  const entries = ['src/cli/main.ts', 'src/cli/commands/build.ts']
  const { metafile } = await build({
    entryPoints: entries,
    absWorkingDir: root,
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  })
  const all = new Set(entries.flatMap((entry) => [...imported(metafile, entry)]))
  const packages = [...all].filter((path) => !path.startsWith('src/') && !path.startsWith('node:'))
  expect(packages.toSorted()).toEqual(['commander', 'env-paths'])
  expect([...all].filter((path) => /^src\/(analyze|compile|declare|emit|resolve)\//.test(path))).toEqual([])
})
