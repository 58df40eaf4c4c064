import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['fusion-store-source'] },
  ssr: { resolve: { conditions: ['fusion-store-source'], externalConditions: ['fusion-store-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
