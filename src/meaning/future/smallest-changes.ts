/**
 * Leaves out changes as long as the rest still shows something: halves first, then smaller pieces, down to single ones.
 *
 * @param most how often it may be asked.
 */
export async function smallestChanges<T>(
  all: readonly T[],
  shows: (some: readonly T[]) => Promise<boolean>,
  most: number,
): Promise<readonly T[]> {
  let best = all
  let left = most
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1 && left > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  )
    for (let at = 0; at < best.length && left > 0;) {
      const without = [...best.slice(0, at), ...best.slice(at + size)]
      left -= 1
      if (without.length > 0 && (await shows(without))) best = without
      else at += size
    }
  return best
}
