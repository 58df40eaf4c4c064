import { progressMessage } from '../../certify/run/progress-message.js'
import type { Progress } from '../ports.js'
import { driftText } from './drift-text.js'
import { gateTitle } from './gate-hints.js'
import { count } from '../../model/units.js'

/** Days that a log lists; the report contains all of them. */
const MOST_DAYS = 20

/**
 * Shows progress reported by the server: on a terminal the gate and the number of finished days, in a log the gates and
 * the days that differ.
 *
 * @param task label for work outside of gates, such as capturing a baseline.
 * @returns a listener for the server's notices.
 */
export function watchProgress(progress: Progress, task: string): (notice: string) => void {
  let label = task
  let total = 0
  let done = 0
  let told = 0
  return (notice) => {
    const message = progressMessage(notice)
    if (!message) return
    const { gate, hashing, day, state, rows = 0, added, removed, restated } = message
    if (gate !== undefined) {
      label = `gate ${gate}: ${gateTitle(gate)}`
      progress.step(label, true)
    } else if (hashing !== undefined) {
      ;[total, done] = [hashing, 0]
      progress.update(`${label}, hashing ${count(total, 'day')}`)
    } else if (day !== undefined) {
      done++
      const isTold = state !== 'unchanged' && told < MOST_DAYS
      if (isTold) told++
      const found =
        state === 'new'
          ? count(rows, 'row')
          : driftText({ added: added ?? 0, removed: removed ?? 0, restated: restated ?? 0 })
      const more = isTold && told === MOST_DAYS ? '; see the report for the others' : ''
      progress.update(
        `${label}, ${done} of ${count(total, 'day')}`,
        isTold ? `  ${day} ${state}: ${found}${more}` : undefined,
      )
    }
  }
}
