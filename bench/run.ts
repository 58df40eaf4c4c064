import { parseOptions, type BenchOptions, type Say, type SectionName } from './lib/options.js'
import { printSection } from './lib/print-tables.js'
import type { SectionResult } from './lib/table.js'

/** Each section is loaded when it runs, so that its imports do not affect the measurements of another. */
const RUN: Record<SectionName, (options: BenchOptions, say: Say) => Promise<SectionResult>> = {
  store: async (...args) => (await import('./store/measure-store.js')).measureStore(...args),
  stored: async (...args) => (await import('./stored/measure-stored.js')).measureStored(...args),
  before: async (...args) => (await import('./before/measure-before.js')).measureBefore(...args),
  certification: async (...args) =>
    (await import('./certification/measure-certification.js')).measureCertification(...args),
  trainer: async (...args) => (await import('./trainer/measure-trainer.js')).measureTrainer(...args),
  market: async (...args) => (await import('./market/measure-market.js')).measureMarket(...args),
  build: async (...args) => (await import('./build/measure-build.js')).measureBuild(...args),
  synthetic: async (...args) => (await import('./synthetic.js')).measureSynthetic(...args),
  engines: async (...args) => (await import('./engines.js')).measureEngines(...args),
  watch: async (...args) => (await import('./watch.js')).measureWatch(...args),
  profile: async (...args) => (await import('./profile/measure-profile.js')).measureProfile(...args),
  tsc: async (...args) => (await import('./tsc/measure-tsc.js')).measureTsc(...args),
}

const options = parseOptions(process.argv)
const results: Partial<Record<SectionName, SectionResult>> = {}
for (const name of options.only) {
  const say: Say = (line) => void process.stderr.write(`${name}: ${line}\n`)
  const result = await RUN[name](options, say).catch(failed)
  results[name] = result
  if (options.format === 'text') process.stdout.write(`${printSection(name, result)}\n`)
  if (result.errors.length > 0) process.exitCode = 1
}
if (options.format === 'json') process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)

/** A section that fails must not lose the results of the others. */
function failed(error: unknown): SectionResult {
  return { facts: {}, tables: [], errors: [error instanceof Error ? error.message : String(error)] }
}
