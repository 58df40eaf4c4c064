import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const conditions = ['fusion-store-source']

/** Files of minutes start first: one that starts last is waited for while all other workers are idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      ['/certification/faults-', '/certification/', '/e2e/', ''].findIndex((part) => moduleId.includes(part))
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of the sequencer, not of an array
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

/**
 * Folders whose tests need no database. Everything else under test/ is of the project `db`. A test of `unit` that starts
 * a server, a process or a connection fails (test/support/no-server.ts); its file is then listed in SERVER_TESTS.
 */
const UNIT_FOLDERS = ['test/unit', 'test/oracle']

/** Files in these folders that ask a database, or start processes of their own. */
const SERVER_TESTS = [
  'test/unit/check-outline.test.ts',
  'test/unit/pgtree-written-tree.test.ts',
  'test/unit/compile-literal-dates.test.ts',
  'test/unit/compile-literals.test.ts',
  'test/unit/emit-artifacts.test.ts',
  'test/unit/emit-ddl.test.ts',
  'test/unit/emit-reader-type.test.ts',
  'test/unit/emit-rows.test.ts',
  'test/unit/emit-stringify-json.test.ts',
  'test/unit/packaged-links.test.ts',
  'test/unit/public-types.test.ts',
  'test/unit/resolve-views.test.ts',
  'test/unit/upstream.test.ts',
  'test/unit/upstream-types.test.ts',
  'test/unit/write-files.test.ts',
  'test/unit/write-files-faults.test.ts',
  'test/unit/write-files-lock.test.ts',
  'test/oracle/postgres.test.ts',
]

const UNIT_TESTS = UNIT_FOLDERS.flatMap((folder) =>
  readdirSync(folder).map((file) => `${folder}/${file}`),
).filter((file) => file.endsWith('.test.ts') && !SERVER_TESTS.includes(file))

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // One more than there are cores: a test waits for its server, and for its disk, a good part of the time.
    maxWorkers: availableParallelism() + 1,
    // Loading the modules anew for each file doubles the time of the unit tests.
    isolate: false,
    // Sessions of tests are short: what V8 would optimize in the engine costs more than it saves.
    execArgv: ['--liftoff-only'],
    sequence: { sequencer: LongestFirst },
    // A bundled config is Node's to import, as it is outside of tests: only then do stack frames carry its URL.
    server: { deps: { external: [/\/config-[\w-]+\.mjs$/] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT_TESTS,
          setupFiles: ['test/support/no-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...UNIT_TESTS],
        },
      },
    ],
  },
})
