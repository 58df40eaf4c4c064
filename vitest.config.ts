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

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // By default it is one less, which on two cores is one file after the other: a test waits for its server half the time.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // A bundled config is Node's to import, as it is outside of tests: only then do stack frames carry its URL.
    server: { deps: { external: [/\/config-[\w-]+\.mjs$/] } },
  },
})
