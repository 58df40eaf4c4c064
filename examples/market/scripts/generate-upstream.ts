#!/usr/bin/env tsx
import { Command, InvalidArgumentError, Option } from 'commander'
import { explainLoadError } from '../../../scripts/upstream/explain-load-error.js'
import { loadMarket } from './upstream/load.js'

interface Arguments {
  readonly listings: number
  readonly seed: number
  readonly days: number
  readonly databaseUrl: string
  readonly create: boolean
}

const integer =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= low && value <= high) return value
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`)
  }

const args = new Command('generate-upstream')
  .description('Fill the upstream tables of the market store with generated rows, in one transaction.')
  .option('--listings <n>', 'how many listings', integer(0, 100_000_000), 10_000)
  .option('--seed <n>', 'same seed, same rows', integer(0, Number.MAX_SAFE_INTEGER), 1)
  .option('--days <n>', 'UTC days that T0s are spread over', integer(1, 900), 365)
  .addOption(new Option('--database-url <url>', 'where to').env('DATABASE_URL').makeOptionMandatory())
  .option('--create', 'create the tables first, and analyze them', false)
  .parse()
  .opts<Arguments>()

const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  const started = performance.now()
  await loadMarket({ ...args, onTable: say })
  say(`Loaded in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
} catch (error) {
  say(explainLoadError(error))
  process.exitCode = 1
}
