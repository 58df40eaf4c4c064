import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll } from 'vitest'
import { WORK_FOLDER } from '../../src/output/journal.js'
import { MANIFEST } from '../../src/output/manifest.js'
import type { Artifact } from '../../src/model/artifact.js'
import type { Answer, Order } from './write-child.js'

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that other users can look into; gone after the tests of the file that asked for it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'write-files-'))
  folders.push(folder)
  chmodSync(folder, 0o755)
  return folder
}

/** The child as one plain file: it starts in a twentieth of a second. */
export function bundleChild(): string {
  const outfile = join(temporaryFolder(), 'child.mjs')
  const entry = fileURLToPath(new URL('write-child.ts', import.meta.url))
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
  })
  return outfile
}

/** Empty when the child was killed. */
export const runChild = (child: string, order: Order): Promise<readonly Answer[]> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [child, JSON.stringify(order)], (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve([])
      else if (error) reject(new Error(stderr, { cause: error }))
      else resolve(JSON.parse(stdout) as readonly Answer[])
    })
  })

export function putFile(outDir: string, path: string, text: string): void {
  mkdirSync(dirname(join(outDir, path)), { recursive: true })
  writeFileSync(join(outDir, path), text)
}

export const artifactsOf = (files: Readonly<Record<string, string>>): readonly Artifact[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }))

/** Every file with its text, but for the manifest and the folder of a write in progress. */
export function filesIn(outDir: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
    const path = relative(outDir, join(entry.parentPath, entry.name))
    if (!entry.isFile() || path === MANIFEST || path.startsWith(WORK_FOLDER)) continue
    files[path] = readFileSync(join(outDir, path), 'utf8')
  }
  return files
}
