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

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * Compiles the engine's WebAssembly outside of the main thread, once in a process. The engine itself would only start
 * this after its JavaScript has been loaded, and at each start; this way both happen in parallel.
 */
export const compileEngine = (): Promise<WebAssembly.Module> =>
  (compiled ??= readFile(join(distFolder, 'pglite.wasm'))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((error: unknown) => {
      compiled = undefined
      throw error
    }))

/** Version of the installed engine. A snapshot is only valid for one version. */
export async function engineVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(distFolder, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return manifest.version
}
