import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

declare global {
  // Node has it and the type library without a browser does not.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

const distFolder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

/**
 * Compiles the engine's WebAssembly away from the main thread. The engine would do it itself, but only after its
 * JavaScript has been loaded; started before that, the two go on side by side.
 */
export async function compileEngine(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await readFile(join(distFolder, 'pglite.wasm')))
}

/** Version of the installed engine, which a snapshot belongs to. */
export async function engineVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(distFolder, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return manifest.version
}
