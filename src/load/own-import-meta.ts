import { readFile } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

const META = /\bimport\.meta\b/
const KEYS = ['url', 'dirname', 'filename'] as const

export const mentionsImportMeta = (code: string): boolean => META.test(code)

/** Used with the plugin: refers to the constants that it adds at the top of each module. */
export const META_DEFINES: Readonly<Record<string, string>> = Object.fromEntries(
  KEYS.map((key) => [`import.meta.${key}`, `__fusion_${key}`]),
)

/** In a bundle all modules share one `import.meta`. This plugin restores each module's own. */
export const ownImportMeta: Plugin = {
  name: 'own-import-meta',
  setup(build) {
    build.onLoad({ filter: /\.[mc]?[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!META.test(text)) return undefined
      const values = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path }
      const given = KEYS.map((key) => `const __fusion_${key} = ${JSON.stringify(values[key])};`).join('')
      // On the first line, so that line numbers do not change.
      return { contents: given + text, loader: extname(path).endsWith('ts') ? 'ts' : 'js' }
    })
  },
}
