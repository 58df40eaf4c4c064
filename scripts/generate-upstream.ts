#!/usr/bin/env tsx
import { Command, InvalidArgumentError, Option } from 'commander'
import { explainLoadError } from './upstream/explain-load-error.js'
import { loadUpstream } from './upstream/load.js'
import { MAX_LISTINGS } from './upstream/limits.js'
import type { UpstreamMode } from './upstream/generate.js'

interface Arguments {
  readonly listings: number
  readonly seed: number
  readonly days: number
  readonly mode: UpstreamMode
  readonly databaseUrl: string
  readonly create: boolean
}

const integer =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (/^-?\d+$/.test(text) && value >= low && value <= high) return value
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`)
  }

const program = new Command('generate-upstream')
  .description('Fill the two upstream tables with generated rows, in one transaction.')
  .option('--listings <n>', 'how many listings', integer(0, MAX_LISTINGS), 10_000)
  .option('--seed <n>', 'same seed, same rows', integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), 1)
  .option('--days <n>', 'UTC days that edited_date is spread over', integer(1, 3650), 365)
  .addOption(new Option('--mode <mode>', 'what rows').choices(['realistic', 'hostile']).default('realistic'))
  .addOption(new Option('--database-url <url>', 'where to').env('DATABASE_URL').makeOptionMandatory())
  .option('--create', 'create the tables first, then index and analyze them', false)

const args = program.parse().opts<Arguments>()
const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  const started = performance.now()
  const onProgress = (table: string, rows: number): void => say(`${table}: ${rows} rows`)
  const { listings, images } = await loadUpstream({ ...args, onProgress })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`Loaded ${listings} listings and ${images} images in ${seconds} s.`)
} catch (error) {
  say(explainLoadError(error))
  process.exitCode = 1
}
