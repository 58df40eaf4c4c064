import { distance } from 'fastest-levenshtein'

const afterDot = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** The known word that a misspelled one most likely meant; undefined when none is close. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const bare = afterDot(word)
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(bare, afterDot(candidate)) }))
    .toSorted((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
  const best = ranked[0]
  return best && best.edits <= Math.max(1, Math.floor(bare.length / 3)) ? best.candidate : undefined
}
