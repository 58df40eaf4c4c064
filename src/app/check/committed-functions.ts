import type { RelationState } from '../../check/index.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'

const KEY = /^function /

/**
 * The declared functions as the committed SQL files create them: `catalog.json` does not list them. A function that exists in
 * the database anyway is not in the files either, and counts as unchanged.
 */
export function committedFunctions(
  files: ReadonlyMap<string, string>,
  compiled: readonly RelationState[],
): RelationState[] {
  const texts = [...files].filter(([path]) => path.endsWith('.sql')).map(([, text]) => text)
  return compiled.flatMap((state): RelationState[] => {
    if (state.kind !== 'function') return []
    if (state.definition === null) return [state]
    const { definition } = state
    if (texts.some((text) => text.includes(`${definition}\n`))) return [state]
    const found = committedText(texts, state.relation)
    return found === undefined ? [] : [{ ...state, definition: found }]
  })
}

/** The statement that creates a function, as a build writes it: up to a semicolon on a line of its own. */
function committedText(texts: readonly string[], key: string): string | undefined {
  const head = `CREATE OR REPLACE FUNCTION ${quoteRelation(splitName(key.replace(KEY, '')))}(`
  for (const text of texts) {
    const start = text.indexOf(head)
    const end = start < 0 ? -1 : text.indexOf('\n;\n', start)
    if (end >= 0) return text.slice(start, end + '\n;'.length)
  }
  return undefined
}
