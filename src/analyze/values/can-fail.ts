import type { Term } from './terms.js'

const known = new WeakMap<Term, boolean>()

/** Whether computing a term can raise an error, as far as terms show it: it contains a call or an operation. */
export const canFail = (term: Term): boolean => {
  const found = known.get(term)
  if (found !== undefined) return found
  const can = term.kind === 'call' || term.kind === 'arithmetic' || term.parts.some(canFail)
  known.set(term, can)
  return can
}
