import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'

export type Evaluation =
  | { readonly kind: 'exports'; readonly exports: { readonly default?: unknown } }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Where a bundle is going to be imported from. A name of its own each time: Node never forgets a module it has seen. */
export const bundleUrl = (dir: string): URL => pathToFileURL(join(dir, `config-${randomUUID()}.mjs`))

/** Imports a bundle. Its file is there only while it is read. */
export async function evaluateBundle(url: URL, code: string): Promise<Evaluation> {
  writeFileSync(url, code)
  // A bundle of a thousand modules is one scope of many thousand names, and V8 reads all of that scope again for every
  // function that it compiles late: compiling all of them at once takes a third of the time.
  setFlagsFromString('--no-lazy')
  try {
    return { kind: 'exports', exports: await import(/* @vite-ignore */ url.href) }
  } catch (error) {
    return { kind: 'threw', error }
  } finally {
    setFlagsFromString('--lazy')
    rmSync(url, { force: true })
  }
}
