import type { Subject } from './subject.js'
import { categoriesOf, holds, sharesOf, type VerifyReport } from './verify-report.js'

/** What `fusion verify --format json` prints. */
export function jsonVerify(report: VerifyReport, { entrypoint, server }: Subject) {
  const { relation, key, check } = report
  return {
    outcome: holds(report) ? 'passed' : 'failed',
    entrypoint,
    relation,
    server,
    rows: check.rows,
    duplicates: {
      keys: check.duplicateKeys,
      examples: check.duplicates.map(({ key: values, rows }) => ({
        key: Object.fromEntries(key.map((column, at) => [column, values[at] ?? null])),
        rows,
      })),
    },
    nullKeys: check.nullKeys,
    invariants: check.invariants,
    shares: sharesOf(report),
    values: categoriesOf(report).map(({ name, kind, values }) => ({ column: name, type: kind, values })),
  }
}
