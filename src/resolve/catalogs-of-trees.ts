import { readNodeTree } from '../pgtree/index.js'
import type { Catalogs } from './catalogs.js'
import { mentioned } from './mentioned.js'
import { readCatalogs } from './read-catalogs.js'
import type { ResolveSession } from './session.js'

/**
 * The catalog rows that some stored trees mention. Resets the `search_path` of the session.
 *
 * @param trees from `pg_rewrite.ev_action`.
 */
export const catalogsOfTrees = (session: ResolveSession, trees: readonly string[]): Promise<Catalogs> =>
  readCatalogs(session, mentioned(trees.map((tree) => readNodeTree(tree).oids)))
