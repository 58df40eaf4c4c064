/**
 * Numbers that decide everything that is drawn. Past its end every choice is the first one, which is always the plainest,
 * so a shorter tape with smaller numbers is a smaller project: fast-check shrinks it without knowing what it stands for.
 */
export class Tape {
  readonly #numbers: readonly number[]
  #at = 0
  /** How often each construct was drawn. */
  readonly drawn = new Map<string, number>()

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  /** A number from 0 to `below` - 1. */
  number(below: number): number {
    const next = this.#numbers[this.#at] ?? 0
    this.#at += 1
    return next % below
  }

  /** Whether something happens that does so once in `times`. */
  oneIn(times: number): boolean {
    return this.number(times) === times - 1
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    return items[this.number(items.length)] as T
  }

  /** Makes one of some named constructs and counts it. The first must need nothing. */
  one<T>(constructs: Readonly<Record<string, () => T>>): T {
    const name = this.pick(Object.keys(constructs))
    this.count(name)
    return (constructs[name] as () => T)()
  }

  count(name: string): void {
    this.drawn.set(name, (this.drawn.get(name) ?? 0) + 1)
  }

  /** From `least` to `most` items. */
  list<T>(least: number, most: number, item: (at: number) => T): T[] {
    return Array.from({ length: least + this.number(most - least + 1) }, (_, at) => item(at))
  }
}
