import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Draw } from '../../../scripts/upstream/draw.js'

const TWO_TO_32 = 2 ** 32

/**
 * Seeded choices for statistics. The generator of the upstream rows is a linear congruential one, which is faster, but its
 * draws at a fixed distance are correlated: phones that nobody looked at were less often damaged than others.
 */
export function createSeededDraw(seed: number): Draw {
  const random = xoroshiro128plus(seed)
  const unit = (): number => (random.next() >>> 0) / TWO_TO_32
  const below = (n: number): number => Math.floor(unit() * n)
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => unit() < probability,
    pick: <T>(choices: ArrayLike<T>): T => choices[below(choices.length)] as T,
  }
}
