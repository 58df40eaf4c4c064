import type { Draw } from './draw.js'

/** Generations that listings have, the limits of a 4-byte integer among them. */
const GENERATIONS = [11, 12, 13, 14, 15, 16, 17, 0, -1, 2147483647, -2147483648]
/** Generations without a single listing. */
const ORPHAN_GENERATIONS = [18, -2147483647]

const INT8_MIN = -(2n ** 63n)
const INT8_MAX = 2n ** 63n - 1n
const DOUBLE_EXACT = 2n ** 53n
const UNUSED_IDS = 2n ** 40n

export interface Key {
  readonly generation: number
  readonly listing_id: string
}

/**
 * Returns keys that are unique as pairs, while every generation uses the same ids, so that a join on listing_id alone
 * always collides.
 */
export class HostileKeys {
  readonly #draw: Draw
  readonly #perGeneration = new Map<number, number>()
  #orphans = 0

  constructor(draw: Draw) {
    this.#draw = draw
  }

  listing(): Key {
    const generation = this.#draw.pick(GENERATIONS)
    const nth = this.#perGeneration.get(generation) ?? 0
    this.#perGeneration.set(generation, nth + 1)
    return { generation, listing_id: nthId(nth) }
  }

  /** A key of no listing: an id that exists under other generations only, or one that exists nowhere. */
  orphan(): Key {
    const nth = this.#orphans++
    if (nth % 2 === 0)
      return { generation: ORPHAN_GENERATIONS[(nth / 2) % 2] as number, listing_id: nthId(nth) }
    return { generation: this.#draw.pick(GENERATIONS), listing_id: String(UNUSED_IDS + BigInt(nth)) }
  }
}

/**
 * Five runs of ids: up from the smallest bigint, down from the largest, either way from zero, and up from where
 * doubles stop being exact. `MAX_LISTINGS` keeps the runs apart.
 */
function nthId(nth: number): string {
  const step = BigInt(Math.floor(nth / 5))
  switch (nth % 5) {
    case 0:
      return String(step)
    case 1:
      return String(INT8_MAX - step)
    case 2:
      return String(INT8_MIN + step)
    case 3:
      return String(-1n - step)
    default:
      return String(DOUBLE_EXACT + step)
  }
}
