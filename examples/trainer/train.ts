import { drawSample } from './data/sample.js'
import { runExperiment } from './experiment.js'
import { COLUMN_SETS } from './feature-lists.js'
import { parseOptions } from './options.js'
import { readListings } from './read-listings.js'
import { calibrationTable, certificateLine, scoresTable, unknownLine } from './report.js'
import { saveModel } from './save-model.js'
import { openStoreDatabase } from './store-database.js'

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const report = (step: string): void => void process.stderr.write(`${step}\n`)

async function main(): Promise<void> {
  const started = performance.now()
  const { seeds, listings: count, maxAge, save } = parseOptions(process.argv)
  const drawn = Array.from({ length: seeds }, (_, at) => drawSample(at + 1, count))
  const database = await openStoreDatabase(
    drawn.flatMap(({ upstream }) => upstream),
    report,
  )
  try {
    report('reading the features')
    const { samples, certificate } = await readListings(
      database.pool,
      drawn.map(({ base }) => base),
      maxAge,
    )
    print(`Certificate  ${certificateLine(certificate)}`)
    print(`Rows         ${seeds} samples of ${count} listings`)
    print(`Unknown      ${unknownLine(samples)}`)
    print(
      'Test         the newest 30 % of each sample; means over the samples with 95 % confidence intervals',
    )
    report('training')
    for (const columns of COLUMN_SETS) {
      const experiments = samples.map((listings) => runExperiment(listings, columns))
      print(`\n${columns.title}\n\n${scoresTable(experiments)}\n\n${calibrationTable(experiments)}`)
      const [first] = experiments
      if (save !== undefined && first && columns === COLUMN_SETS[0])
        saveModel(save, columns.kept.names, first.model, certificate)
    }
    print('\nAn error is the mean prediction less the share that sold slowly, in percentage points.')
    if (save !== undefined) print(`The first model and its certificate are in ${save}.`)
    print(`\n${((performance.now() - started) / 1000).toFixed(1)} s`)
  } finally {
    await database.stop()
  }
}

try {
  await main()
} catch (error) {
  // The message of a ReaderError has its code and what to do.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
