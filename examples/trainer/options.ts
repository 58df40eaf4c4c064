import { Command, InvalidArgumentError } from 'commander'
import { MAX_VALUES } from './scores/interval.js'

export interface Options {
  readonly listings: number
  readonly seeds: number
  readonly maxAge?: string
  readonly save?: string
}

const integer =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= low && value <= high) return value
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`)
  }

export const parseOptions = (argv: readonly string[]): Options =>
  new Command('train')
    .description('Train a model of slow sales twice: with unknown kept apart, and with unknown as 0.')
    .option('--listings <n>', 'listings of each sample', integer(500, 100_000), 10_000)
    .option('--seeds <n>', 'independent samples', integer(2, MAX_VALUES), 10)
    .option('--max-age <interval>', 'age at which the certificate is no longer accepted, such as "1 hour"')
    .option('--save <file>', 'write the first model, with its certificate, as JSON')
    .parse(argv)
    .opts<Options>()
