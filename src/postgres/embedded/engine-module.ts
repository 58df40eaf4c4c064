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

/**
 * V8 compiles WebAssembly quickly at first, and what runs often once more, on the other cores. In a short job that takes
 * more time than it saves: the store's cold build took 0.8 times as long without. It is worth it for a thousand views.
 */
const SHORT = 200

const compiled = new Map<boolean, Promise<WebAssembly.Module>>()

/**
 * Compiles the engine's WebAssembly outside of the main thread, once in a process. The engine itself would only start
 * this after its JavaScript has been loaded, and at each start; this way both happen in parallel.
 *
 * @param relations that the engine is for, at most.
 */
export function compileEngine(relations: number): Promise<WebAssembly.Module> {
  const isShort = relations <= SHORT
  const known = compiled.get(isShort)
  if (known !== undefined) return known
  const compiling = readFile(join(distFolder, 'pglite.wasm'))
    .then((bytes) => (isShort ? compileOnce(bytes) : WebAssembly.compile(bytes)))
    .catch((error: unknown) => {
      compiled.delete(isShort)
      throw error
    })
  compiled.set(isShort, compiling)
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
