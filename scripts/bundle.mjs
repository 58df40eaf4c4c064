// Bundles src/ into dist/bundle/, because Node takes about half a millisecond for each module that it loads. Copies what the
// compiler reads at run time into dist/, beside the declarations of tsc, and removes what is not of this build. Nothing is
// missing meanwhile: a command that runs during a build finds all of its modules.
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'rolldown'

const { values } = parseArgs({
  options: {
    // For tests of modules that the package does not export: another folder, and more modules to import from it.
    to: { type: 'string', default: 'dist' },
    with: { type: 'string', multiple: true, default: [] },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')
const dist = resolve(root, values.to)

/** The modules that are started or imported by their file names: entries of the package, and threads and processes. */
const entries = {
  main: 'cli/main',
  index: 'index',
  app: 'app/index',
  features: 'features/index',
  builder: 'app/watch/builder',
  'engine-worker': 'postgres/embedded/engine-worker',
  'z3-worker': 'solver/z3-worker',
  ...Object.fromEntries(values.with.map((path) => [basename(path), path])),
}

/**
 * Modules that are loaded together: each chunk contains the modules that match, and what they import. A module is in the
 * first chunk that needs it, so a chunk imports only those above it. A lazily imported module that is not listed gets a
 * chunk of its own. The packages that a chunk imports are loaded with it: modules that import packages which only some
 * commands need do not belong in a chunk that every command loads.
 */
const chunks = {
  // What the command line, declarations and threads share. Imports no package.
  base: /^(model\/(?!diagnostics\/|determinism-rules)|solver\/run-z3\.)/,
  // What the command line and the programmatic API share.
  common: /^app\/(interrupts|package|failure|ports|check\/search-settings)\./,
  cli: /^cli\/main\./,
  cache: /^cache\/cache-folder\./,
  // A build that finds nothing changed.
  start: /^app\/build\/build\./,
  // What the modules of a project import.
  declare: /^index\./,
  // Runs until esbuild has bundled the project.
  load: /^(app\/build\/(pipeline|engine-ahead)|load\/load-project)\./,
  // Used by both sides of the thread of the embedded Postgres.
  'engine-code': /^postgres\/embedded\/engine-(module|settings)\./,
  engine: /^postgres\/embedded\/engine-here\./,
  // What compiles and analyzes.
  build:
    /^(compile\/index|analyze\/index|emit\/index|certify\/install\/index|app\/build\/fresh-analysis|output\/(write-files|with-manifest))\./,
  // What talks to a server.
  postgres: /^postgres\/(connect|embedded\/(embedded-provider|engine-thread))\./,
  certification: /^(app\/certification|certify\/run)\//,
  check: /^(app\/check\/(check|baseline|json-check)|check\/index)\./,
}

const pathOf = (id) => relative(src, id).split(sep).join('/')
const withoutEnd = (path) => path.replace(/\.ts$/, '')

/** Named by a module, without a hash: a running process may still import it after the package was built again. */
function chunkName({ name, facadeModuleId, moduleIds }) {
  if (moduleIds.some((id) => chunks[name]?.test(pathOf(id)))) return `${name}.js`
  const main = facadeModuleId ?? moduleIds.findLast((id) => id.startsWith(src))
  return main === undefined ? `${name}.js` : `${withoutEnd(pathOf(main)).replaceAll('/', '-')}.js`
}

const { output } = await build({
  cwd: root,
  input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(src, `${path}.ts`)])),
  platform: 'node',
  transform: { target: 'node20' },
  // Packages stay imports.
  external: /^(?![./]|[a-zA-Z]:)/,
  // A module that is imported lazily may be in a chunk that is loaded anyway.
  checks: { ineffectiveDynamicImport: false },
  output: {
    dir: join(dist, 'bundle'),
    format: 'es',
    sourcemap: true,
    // The package contains src/.
    sourcemapExcludeSources: true,
    minify: false,
    minifyInternalExports: false,
    chunkFileNames: chunkName,
    codeSplitting: {
      groups: Object.entries(chunks).map(([name, modules], at, { length }) => ({
        name,
        test: (id) => id.startsWith(src) && modules.test(pathOf(id)),
        priority: length - at,
      })),
    },
  },
})

const missing = Object.keys(chunks).filter(
  (name) => !output.some(({ fileName }) => fileName === `${name}.js`),
)
if (missing.length > 0) throw new Error(`No module in src/ matches the chunk ${missing.join(', ')}.`)

const assets = []
cpSync(src, dist, {
  recursive: true,
  filter(path) {
    if (path.endsWith('.ts')) return false
    assets.push(pathOf(path))
    return true
  },
})

const modules = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
const current = new Set([
  ...output.map(({ fileName }) => join('bundle', fileName)),
  ...assets.map((path) => join(path)),
  ...modules.flatMap((path) => [`${withoutEnd(path)}.d.ts`, `${withoutEnd(path)}.d.ts.map`]),
])
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = relative(dist, join(entry.parentPath, entry.name))
  if (entry.isFile() && !current.has(path) && !basename(path).endsWith('.snapshot.br'))
    rmSync(join(dist, path))
}
