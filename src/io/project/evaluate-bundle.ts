import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Evaluation =
  | { readonly kind: 'exports'; readonly exports: { readonly default?: unknown } }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Where a bundle is going to be imported from. A name of its own each time: Node never forgets a module it has seen. */
export const bundleUrl = (dir: string): URL => pathToFileURL(join(dir, `config-${randomUUID()}.mjs`))

/** Imports a bundle. Its file is there only while it is read. */
export async function evaluateBundle(url: URL, code: string): Promise<Evaluation> {
  writeFileSync(url, code)
  try {
    return { kind: 'exports', exports: await import(/* @vite-ignore */ url.href) }
  } catch (error) {
    return { kind: 'threw', error }
  } finally {
    rmSync(url, { force: true })
  }
}
