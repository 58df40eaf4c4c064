import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

declare global {
  // Available in Node, but not in the type library without DOM.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

const distFolder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

/**
 * Compiles the engine's WebAssembly outside of the main thread. The engine itself would only start this after its
 * JavaScript has been loaded; this way both happen in parallel.
 */
export async function compileEngine(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await readFile(join(distFolder, 'pglite.wasm')))
}

/** Version of the installed engine. A snapshot is only valid for one version. */
export async function engineVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(distFolder, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return manifest.version
}
