import type { Acceptance } from '../../../app/check/report.js'

const count = (mark: string, names: readonly string[]): string => `${mark}${names.length}`

/** One acceptance: time, fingerprint, number of relations added, removed and changed, user, reason. */
export const acceptanceLine = ({
  at,
  who,
  reason,
  fingerprint,
  added,
  removed,
  changed,
}: Acceptance): string =>
  [
    at.slice(0, 16).replace('T', ' '),
    fingerprint.slice(0, 12),
    [count('+', added), count('-', removed), count('~', changed)].join(' '),
    who,
    reason.replaceAll(/\s+/g, ' '),
  ].join('  ') + '\n'
