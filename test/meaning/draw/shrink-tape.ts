/** Numbers that a choice is tried with; most constructs have fewer choices before the plain ones. */
const SMALL = [0, 1, 2, 3, 4, 5]

/**
 * A short tape of small numbers that still fails. Whole runs are taken out first: each try costs a project, so
 * fast-check's own shrinking, which goes number by number, would take hours.
 */
export async function shrinkTape(
  failing: readonly number[],
  fails: (tape: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let best = failing
  const attempt = async (candidate: readonly number[]): Promise<boolean> => {
    if (!(await fails(candidate))) return false
    best = candidate
    return true
  }
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false
    for (let run = Math.ceil(best.length / 2); run >= 1; run = Math.floor(run / 2)) {
      for (let at = 0; at < best.length;) {
        if (await attempt([...best.slice(0, at), ...best.slice(at + run)])) isSmaller = true
        else at += run
      }
    }
    for (let at = 0; at < best.length; at += 1) {
      for (const number of SMALL) {
        if (number >= (best[at] ?? 0)) break
        if (!(await attempt(best.with(at, number)))) continue
        isSmaller = true
        break
      }
    }
  }
  return best
}
