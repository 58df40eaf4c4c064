import { isBuiltin } from 'node:module'
import type { Metafile } from 'esbuild'

/** Node modules that only compute. Importing them does not make a config depend on its environment. */
const PURE = new Set([
  'assert',
  'buffer',
  'crypto',
  'events',
  'path',
  'querystring',
  'string_decoder',
  'url',
  'util',
])

const WORLD =
  /\bprocess\s*\.\s*env\b|\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bMath\s*\.\s*random\b|\bfetch\s*\(/

type Inputs = Metafile['inputs']

/** The modules that are evaluated with the entry, without those only reached by `import()`. */
function evaluated(inputs: Inputs, entry: string): Set<string> {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (!external && kind !== 'dynamic-import') visit(path)
    }
  }
  visit(entry)
  return seen
}

const importsWorld = (inputs: Inputs, file: string): boolean =>
  (inputs[file]?.imports ?? []).some(
    ({ path, kind, external }) =>
      external && kind !== 'dynamic-import' && isBuiltin(path) && !PURE.has(path.replace(/^node:/, '')),
  )

/** Splits the text of a bundle at the comments that esbuild puts before each module. */
export function* modulesOf(code: string, inputs: Inputs): Generator<readonly [file: string, text: string]> {
  let file = ''
  let start = 0
  for (const match of code.matchAll(/^ *\/\/ (.+)$/gm)) {
    if (!Object.hasOwn(inputs, match[1] ?? '')) continue
    yield [file, code.slice(start, match.index)]
    file = match[1] ?? ''
    start = match.index
  }
  yield [file, code.slice(start)]
}

/**
 * Whether evaluating the config may read something other than its modules: a file, the environment, the clock. The same
 * modules could then declare something else, so the build cannot be skipped. Modules that are only reached by `import()`,
 * such as those of a demo, do not count, because a build does not evaluate them.
 */
export function readsWorld({ inputs }: Metafile, entry: string, code: string): boolean {
  const modules = evaluated(inputs, entry)
  if ([...modules].some((file) => importsWorld(inputs, file))) return true
  for (const [file, text] of modulesOf(code, inputs)) {
    if (modules.has(file) && WORLD.test(text)) return true
  }
  return false
}
