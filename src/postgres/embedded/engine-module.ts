import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

declare global {
  // Available in Node, but not in the type library without DOM.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

const distFolder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

/** How long a process uses the engine. */
export type EngineUse = 'short' | 'long'

/**
 * V8 compiles WebAssembly quickly at first, and what runs often once more, on the other cores. In a short job that takes
 * more time than it saves: the store's cold build took 0.8 times as long without. It is worth it for a thousand views, and
 * for a process that builds again and again, as the code stays for the engines after this one.
 */
export const useFor = (relations: number): EngineUse => (relations <= 200 ? 'short' : 'long')

const compiled = new Map<EngineUse, Promise<WebAssembly.Module>>()

/**
 * Compiles the engine's WebAssembly outside of the main thread, once in a process. The engine itself would only start
 * this after its JavaScript has been loaded, and at each start; this way both happen in parallel.
 */
export function compileEngine(use: EngineUse): Promise<WebAssembly.Module> {
  const known = compiled.get(use)
  if (known !== undefined) return known
  const compiling = readFile(join(distFolder, 'pglite.wasm'))
    .then((bytes) => (use === 'short' ? compileOnce(bytes) : WebAssembly.compile(bytes)))
    .catch((error: unknown) => {
      compiled.delete(use)
      throw error
    })
  compiled.set(use, compiling)
  return compiling
}

/** A module keeps the way in which it was compiled; other modules of the process are not for short jobs. */
async function compileOnce(bytes: Uint8Array): Promise<WebAssembly.Module> {
  setFlagsFromString('--liftoff-only')
  try {
    return await WebAssembly.compile(bytes)
  } finally {
    setFlagsFromString('--no-liftoff-only')
  }
}

/** Version of the installed engine. A snapshot is only valid for one version. */
export async function engineVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(distFolder, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return manifest.version
}
