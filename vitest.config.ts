import { defineConfig } from 'vitest/config'

const conditions = ['fusion-store-source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A bundled config is Node's to import, as it is outside of tests: only then do stack frames carry its URL.
    server: { deps: { external: [/\/config-[\w-]+\.mjs$/] } },
  },
})
