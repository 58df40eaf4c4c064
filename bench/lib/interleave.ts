import { median } from './median.js'

/** One of the alternatives that are compared. */
export interface Contender {
  readonly name: string
  /** Does the work once and returns the seconds it took. Rounds count from 0, and every contender runs in each. */
  run(round: number): Promise<number>
}

/**
 * Median seconds by name. Contenders take turns (A B A B …), so that other load on the machine affects all of them
 * equally.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, number>> {
  const taken = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contenders) {
      const seconds = await run(round)
      taken.get(name)?.push(seconds)
      if (seconds > 0.5) say(`${name}: ${seconds.toFixed(2)} s (${round + 1} of ${rounds})`)
    }
  }
  return new Map([...taken].map(([name, all]) => [name, median(all)]))
}

/** Seconds that something takes. */
export async function clock(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
