import { distance } from 'fastest-levenshtein'

/** The known word that a misspelt one most likely meant; undefined when none is near. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const bare = word.slice(word.lastIndexOf('.') + 1)
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(bare, candidate) }))
    .toSorted((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
  const best = ranked[0]
  return best && best.edits <= Math.max(1, Math.floor(bare.length / 4)) ? best.candidate : undefined
}
