import { congruential32 } from 'pure-rand/generator/congruential32'

/** Seeded choices. Every call advances the one stream, so the order of calls is part of the output. */
export interface Draw {
  /** A whole number from 0 to n - 1. */
  below(n: number): number
  /** A whole number from low to high, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(choices: ArrayLike<T>): T
}

const TWO_TO_32 = 4294967296

/**
 * The linear congruential generator is the fastest of pure-rand, and good enough for test data. Neighboring seeds would
 * start it at neighboring states, so the seed is scrambled first.
 */
export function createDraw(seed: number): Draw {
  const random = congruential32(scramble(seed))
  const unit = (): number => (random.next() >>> 0) / TWO_TO_32
  const below = (n: number): number => Math.floor(unit() * n)
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => unit() < probability,
    pick: <T>(choices: ArrayLike<T>): T => choices[below(choices.length)] as T,
  }
}

/** The finalizer of MurmurHash3 over both halves of the seed. */
function scramble(seed: number): number {
  const high = Math.floor(seed / TWO_TO_32)
  let hash = (seed ^ Math.imul(high, 0x9e3779b1)) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
