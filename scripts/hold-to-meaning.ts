import { Command } from 'commander'
import { type Held, holdToMeaning } from '../test/meaning/hold-to-meaning.js'

const { projects, seed } = new Command('meaning')
  .description(
    'Draws random projects and holds what each compiles to to what it means, in an embedded Postgres.',
  )
  .option('--projects <n>', 'projects to draw', Number, 20_000)
  .option('--seed <n>', 'where the draws begin', Number, 1)
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
    `\nA project means something else than it compiles to: ${why}\n\ncompiled:\n${compiled}\n\nmeant:\n${plain}`,
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
