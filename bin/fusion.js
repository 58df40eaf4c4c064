#!/usr/bin/env node
try {
  const { main } = await import('../dist/bundle/main.js')
  await main()
} catch (error) {
  // Node itself would exit with 1, which means "something differs" here.
  console.error(`fusion could not start: ${error instanceof Error ? error.message : error}`)
  process.exit(2)
}
