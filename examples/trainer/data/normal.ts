import type { Draw } from '../../../scripts/upstream/draw.js'

const TWO_TO_32 = 2 ** 32

/** A draw from the standard normal distribution, by the method of Box and Muller. */
export function drawNormal(draw: Draw): number {
  // Never 0, whose logarithm is infinite.
  const radius = (draw.below(TWO_TO_32) + 1) / TWO_TO_32
  const angle = draw.below(TWO_TO_32) / TWO_TO_32
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle)
}
