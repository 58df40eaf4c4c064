import type { Against } from '../../check/index.js'

const BEFORE: Readonly<Record<Against, string>> = {
  committed: 'committed',
  baseline: 'accepted',
  meaning: 'meant',
  live: 'live',
}

/** Labels of the two sides of a diff: `accepted/ml.v` and `compiled/ml.v`. */
export const diffLabels = (against: Against, name: string): { before: string; after: string } => ({
  before: `${BEFORE[against]}/${name}`,
  after: `compiled/${name}`,
})
