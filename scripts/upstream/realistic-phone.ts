import type { Draw } from './draw.js'
import { weighted } from './weighted.js'

/** The true state of the phone. Text, photos and screenshots each show it with their own errors. */
export interface Phone {
  /** 0 clean, 1 worn, 2 damaged, 3 broken. */
  readonly severity: 0 | 1 | 2 | 3
  /** Battery health in percent. */
  readonly battery: number
}

const SEVERITIES = weighted<Phone['severity']>([
  [0, 55],
  [1, 27],
  [2, 11],
  [3, 7],
])

export function drawPhone(draw: Draw): Phone {
  // The lower of two draws shifts the health of used batteries toward the eighties.
  const battery = 72 + Math.min(draw.below(29), draw.below(29) + 5)
  return { severity: draw.pick(SEVERITIES), battery }
}
