import type { CompiledView } from '../model/compiled-project.js'
import { creationPath } from '../model/creation-path.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledType } from '../model/upstream-type.js'
import { type QueryNode, readNodeTree } from '../pgtree/index.js'
import type { LoggingSession } from './session.js'

const before = 'PREPARE located AS '
/** Beginning of an analyzed tree in the log; the tree of PREPARE itself contains the parsed query. */
const analyzed = /^\{QUERY\s+:commandType\s+1\s/

/**
 * The queries of views with the byte positions of their expressions in `select`. Postgres drops the positions when it
 * stores a view, but prints them if it logs the tree.
 *
 * @param session with the relations that the views read.
 * @returns by display name, without views whose log cannot be parsed.
 */
export async function locatedTrees(
  session: LoggingSession,
  views: readonly CompiledView[],
  types: readonly CompiledType[],
): Promise<ReadonlyMap<string, QueryNode>> {
  const trees = new Map<string, QueryNode>()
  let logged: string[] = []
  session.onNotice((_, detail) => logged.push(detail))
  await session.exec(
    `SET search_path = ${creationPath(types)}; SET client_min_messages = log; SET debug_pretty_print = off`,
  )
  for (const view of views) {
    logged = []
    await session.exec('SET debug_print_parse = on')
    await session.exec(`${before}${view.select}`)
    await session.exec('SET debug_print_parse = off; DEALLOCATE located')
    const text = logged.find((detail) => analyzed.test(detail))
    const query = text === undefined ? null : readLogged(text)
    if (query) trees.set(displayName(view), query)
  }
  return trees
}

/** The byte of the SELECT, of a location in the statement that was logged. */
export const byteInSelect = (location: number): number => location - Buffer.byteLength(before)

/** Bytes after which the log breaks a line, at the last space before if there is one. */
const LINE = 78

/** The logged tree with its lines joined; null if a line was broken inside a long name. */
function readLogged(text: string): QueryNode | null {
  const lines = text.split('\n')
  const isBroken = (line: string): boolean => Buffer.byteLength(line) >= LINE && !line.includes(' ', 1)
  return lines.some(isBroken) ? null : readNodeTree(`(${lines.join(' ')})`).query
}
