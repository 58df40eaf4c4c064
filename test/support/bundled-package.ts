import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '../..')
const SNAPSHOTS = 'dist/postgres/embedded'

export interface BundledPackage {
  /** URL of a module, by its name without folders. */
  module(name: string): string
  remove(): void
}

/**
 * The package as it is built, of the current sources, from which modules can be imported that it does not export.
 *
 * @param modules paths below `src` without an extension.
 */
export function bundledPackage(...modules: readonly string[]): BundledPackage {
  // Below the root, where its dependencies are found.
  mkdirSync(join(root, '.scratch'), { recursive: true })
  const dir = mkdtempSync(join(root, '.scratch/package-'))
  cpSync(join(root, 'package.json'), join(dir, 'package.json'))
  const wanted = modules.flatMap((path) => ['--with', path])
  const args = [join(root, 'scripts/bundle.mjs'), '--to', join(dir, 'dist'), ...wanted]
  execFileSync(process.execPath, args, { stdio: 'pipe' })
  for (const name of readdirSync(join(root, SNAPSHOTS)).filter((file) => file.endsWith('.snapshot.br')))
    cpSync(join(root, SNAPSHOTS, name), join(dir, SNAPSHOTS, name))
  return {
    module: (name) => pathToFileURL(join(dir, `dist/bundle/${name}.js`)).href,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}
