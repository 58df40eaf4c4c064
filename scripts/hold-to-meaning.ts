import { Command } from 'commander'
import { type Held, holdToMeaning } from '../test/meaning/hold-to-meaning.js'

const { projects, seed } = new Command('meaning')
  .description(
    'Generates random projects and compares the compiled form of each with its plain form, in an embedded Postgres.',
  )
  .option('--projects <n>', 'number of projects', Number, 20_000)
  .option('--seed <n>', 'seed of the first project', Number, 1)
  .parse()
  .opts<{ projects: number; seed: number }>()

const lines = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${String(count).padStart(9)}  ${name}`)
    .join('\n')

function print({ outcomes, constructs, rows, fault }: Held): void {
  console.log(`Projects\n${lines(outcomes)}\n\nConstructs\n${lines(constructs)}\n\n${rows} rows compared`)
  if (fault?.comparison.kind !== 'different') return
  const { why, compiled, plain } = fault.comparison
  console.log(
    `\nThe compiled form of a project differs from its plain form: ${why}\n\ncompiled:\n${compiled}\n\nplain:\n${plain}`,
  )
  console.log(`\ntape: ${JSON.stringify(fault.tape)}`)
  process.exitCode = 1
}

const EVERY = 1000
print(
  await holdToMeaning({
    projects,
    seed,
    onProgress: (done) => {
      if (done % EVERY === 0) console.error(`${done} of ${projects} projects`)
    },
  }),
)
