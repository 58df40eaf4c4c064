import type { Experiment } from './experiment.js'
import type { Certificate } from '../../src/reader/index.js'
import type { Listing } from './read-listings.js'
import { calibrate } from './scores/calibration.js'
import { compareScores } from './scores/compare.js'
import type { Interval } from './scores/interval.js'
import { mean } from './scores/scores.js'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const points = (value: number): string => `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)}`
const score = (value: number): string => value.toFixed(4)
const interval = ({ mean: center, low, high }: Interval, write: (value: number) => string): string =>
  `${write(center)} [${write(low)}, ${write(high)}]`

/** Columns padded to their widest cell: the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  return rows.map(line).join('\n')
}

/** One line that says what the models were trained on. */
export const certificateLine = ({
  entrypoint,
  status,
  certified_at,
  event_id,
  definitions,
}: Certificate): string =>
  `${entrypoint}: ${status} at ${certified_at}, event ${event_id}, definitions ${definitions.sha256?.slice(0, 12) ?? 'unknown'}`

/** How much of the rows is unknown. */
export function unknownLine(samples: readonly (readonly Listing[])[]): string {
  const listings = samples.flat()
  const share = (isUnknown: (listing: Listing) => boolean): string =>
    percent(mean(listings.map((listing) => Number(isUnknown(listing)))))
  return [
    `nobody looked ${share(({ row }) => !row.damage_any_scored)}`,
    `no image score ${share(({ row }) => !row.img_damage_scored)}`,
    `no text decision ${share(({ row }) => !row.text_damage_scored)}`,
    `no battery ${share(({ row }) => !row.batt_scored)}`,
  ].join(', ')
}

export const scoresTable = (experiments: readonly Experiment[]): string =>
  table([
    ['', 'unknown kept', 'unknown as 0', 'difference'],
    ...compareScores(experiments).map(({ name, kept, zero, difference }) => [
      name,
      interval(kept, score),
      interval(zero, score),
      interval(difference, score),
    ]),
  ])

export const calibrationTable = (experiments: readonly Experiment[]): string =>
  table([
    ['', 'listings', 'damaged', 'sold slowly', 'error, unknown kept', 'error, unknown as 0'],
    ...calibrate(experiments).map(({ group, listings, damaged, slow, keptError, zeroError }) => [
      group,
      String(listings),
      percent(damaged.mean),
      percent(slow.mean),
      interval(keptError, points),
      interval(zeroError, points),
    ]),
  ])
