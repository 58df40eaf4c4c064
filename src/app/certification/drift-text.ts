import type { DriftedDay } from '../../certify/run/cert-event.js'

/** How the rows of a day differ from its baseline. */
export function driftText({ added, removed, restated }: Omit<DriftedDay, 'day' | 'rows'>): string {
  const parts = [
    added > 0 ? `${added} added` : '',
    removed > 0 ? `${removed} removed` : '',
    restated > 0 ? `${restated} restated` : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'same rows, but column names or types differ'
}
