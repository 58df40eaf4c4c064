import { Command, InvalidArgumentError, Option } from 'commander'

export const SECTIONS = [
  'store',
  'stored',
  'trainer',
  'before',
  'certification',
  'market',
  'build',
  'synthetic',
  'engines',
  'watch',
  'profile',
  'tsc',
] as const
export type SectionName = (typeof SECTIONS)[number]

export interface BenchOptions {
  readonly only: readonly SectionName[]
  /** Sizes of the store, in listings, rising. */
  readonly listings: readonly number[]
  /** Sizes of the synthetic project, in views, rising. */
  readonly views: readonly number[]
  readonly runs: number
  /** Commit whose generated SQL the section `before` compares with the present one. */
  readonly before: string
  readonly format: 'text' | 'json'
}

export type Say = (line: string) => void

const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1)
    throw new InvalidArgumentError(`${text} is not a whole number above 0.`)
  return value
}

const sizes = (text: string): number[] =>
  [...new Set(text.split(',').map(wholeNumber))].toSorted((a, b) => a - b)

const sections = (text: string): SectionName[] =>
  text.split(',').map((name) => {
    const found = SECTIONS.find((section) => section === name)
    if (!found) throw new InvalidArgumentError(`Unknown section ${name}. Use one of ${SECTIONS.join(', ')}.`)
    return found
  })

export function parseOptions(argv: readonly string[]): BenchOptions {
  return new Command('bench')
    .description('Measures the store against its plain version, and the compiler. Tables go to stdout.')
    .option(
      '--only <sections>',
      SECTIONS.join(', '),
      sections,
      SECTIONS.filter((name) => name !== 'before'),
    )
    .option('--listings <sizes>', 'sizes of the store', sizes, [100_000, 1_000_000])
    .option('--views <sizes>', 'sizes of the synthetic project', sizes, [100, 300, 1000])
    .option('--before <commit>', 'commit whose generated SQL the section "before" compares with', 'HEAD')
    .option('--runs <n>', 'rounds; medians are taken over them', wholeNumber, 3)
    .addOption(
      new Option('--format <format>', 'form of the output').choices(['text', 'json']).default('text'),
    )
    .parse([...argv])
    .opts<BenchOptions>()
}
