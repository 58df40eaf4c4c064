import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ProcessRun, runNode } from './run-process.js'

export const ROOT = join(import.meta.dirname, '../..')

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  },
}

/** A project in a folder of its own that has this package installed as a user's would, with a cache of its own. */
export interface ScratchProject {
  readonly dir: string
  /** A whole run of `fusion build`, with further options of its own and of Node. */
  build(options?: readonly string[], nodeOptions?: readonly string[]): Promise<ProcessRun>
  /** As on the first build on this machine: the snapshot of the embedded Postgres is missing too. */
  forgetAll(): void
  /** As on a fresh clone: the project has no cache, but the snapshot of the embedded Postgres exists. */
  forgetProject(): void
  remove(): void
}

export function createScratchProject(name: string): ScratchProject {
  const dir = mkdtempSync(join(tmpdir(), `fusion-bench-${name}-`))
  const cache = join(dir, 'cache')
  link(dir)
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  const forget = (folder: string): void => rmSync(folder, { recursive: true, force: true })
  return {
    dir,
    async build(options = [], nodeOptions = []) {
      const args = [...nodeOptions, join(ROOT, 'bin/fusion.js'), 'build', '--project', dir, ...options]
      const run = await runNode(args, { cwd: dir, env: { FUSION_CACHE_DIR: cache } })
      if (run.code !== 0)
        throw new Error(`fusion build failed with ${run.code}\n${run.stderr.slice(0, 2000)}`)
      return run
    },
    forgetAll: () => forget(cache),
    forgetProject: () => forget(join(cache, 'projects')),
    remove: () => forget(dir),
  }
}

function link(dir: string): void {
  const installed = join(ROOT, 'node_modules')
  const linked = join(dir, 'node_modules')
  mkdirSync(linked)
  symlinkSync(ROOT, join(linked, 'fusion-store'), 'dir')
  for (const name of readdirSync(installed)) {
    if (!name.startsWith('.')) symlinkSync(join(installed, name), join(linked, name), 'dir')
  }
}
