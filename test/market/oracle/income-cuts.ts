import { cuts } from './aggregate.js'
import { micros, type Micros } from './moments.js'
import type { Upstream } from './upstream.js'

const FIRST_MONTH = Date.parse('2022-01-01') * 1000
const LAST_MONTH = Date.parse('2030-12-01') * 1000

/** @returns the deciles of the districts' incomes as known at the start of a month, null where there are none. */
export function incomeCutsOf({ districtIncomes }: Upstream): (month: Micros) => readonly number[] | null {
  const byMonth = new Map<Micros, readonly number[] | null>()
  const rows = districtIncomes
    .map((row) => ({ ...row, at: micros(row.snapshot_at), known: micros(row.recorded_at) }))
    .toSorted((a, b) => a.at - b.at || a.revision - b.revision)
  return (month) => {
    if (month < FIRST_MONTH || month > LAST_MONTH) return null
    let found = byMonth.get(month)
    if (found === undefined) {
      // A later row of a district replaces the one before.
      const latest = new Map(
        rows
          .filter(({ at, known }) => at <= month && known <= month)
          .map(({ district, median_income }) => [district, median_income]),
      )
      found = cuts([...latest.values()])
      byMonth.set(month, found)
    }
    return found
  }
}
