import { congruential32 } from 'pure-rand/generator/congruential32'

/** Seeded choices: the same seed yields the same rows on every machine. */
export interface Draw {
  /** A whole number from 0 to `n` - 1. */
  readonly below: (n: number) => number
  readonly oneIn: (n: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

const TWO_TO_32 = 4294967296

export function createDraw(seed: number): Draw {
  const random = congruential32(seed)
  const below = (n: number): number => Math.floor(((random.next() >>> 0) / TWO_TO_32) * n)
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: <T>(choices: readonly T[]): T => choices[below(choices.length)] as T,
  }
}
