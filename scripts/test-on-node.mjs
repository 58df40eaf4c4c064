// Runs the unit tests on other majors of Node: `npm run test:node -- 22 26`. The binaries come from npm, into its cache.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Exact versions, so that later runs use the same Node. */
const VERSIONS = { 22: '22.23.3', 26: '26.12.1' }

const asked = process.argv.slice(2)
const unknown = asked.filter((major) => !(major in VERSIONS))
if (unknown.length > 0) {
  console.error(`Unknown major of Node: ${unknown.join(', ')}. Use ${Object.keys(VERSIONS).join(' or ')}.`)
  process.exit(2)
}
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))

for (const major of asked.length > 0 ? asked : Object.keys(VERSIONS)) {
  const binary = `node-${platform}@${VERSIONS[major]}`
  console.log(`Unit tests on Node ${VERSIONS[major]}`)
  const args = ['exec', '--yes', `--package=${binary}`, '--', 'node', vitest, 'run', '--project', 'unit']
  const { status, error } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}
