import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'

export type Evaluation =
  | { readonly kind: 'exports'; readonly exports: Readonly<Record<string, unknown>> }
  | { readonly kind: 'threw'; readonly error: unknown }

/** URL to import a bundle from. Unique each time, because Node caches modules forever. */
export const bundleUrl = (dir: string): URL => pathToFileURL(join(dir, `config-${randomUUID()}.mjs`))

/** Imports a bundle. Its file only exists while it is read. */
export async function evaluateBundle(url: URL, code: string): Promise<Evaluation> {
  writeFileSync(url, code)
  // In a bundle of a thousand modules, V8 reads the whole scope again for every lazily compiled function. Compiling all
  // functions eagerly takes a third of the time.
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
