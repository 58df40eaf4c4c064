import type { CompiledContract } from '../model/compiled-project.js'
import { creationPath } from '../model/creation-path.js'
import type { CompiledType } from '../model/upstream-type.js'
import { type NodeTree, readNodeTree } from '../pgtree/index.js'
import type { ResolveSession } from './session.js'

/** The invariants of a layer or view as Postgres analyzed them. */
export interface ResolvedContract {
  readonly contract: CompiledContract
  readonly tree: NodeTree
}

const nameOf = (at: number): string => `"contract ${at}"`

const treeQuery = `
  SELECT pg_catalog.substr(c.relname, 10) AS at, r.ev_action::text AS tree
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid
  WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relname LIKE 'contract %'`

/**
 * Reads contracts as views of the session, which are dropped again.
 *
 * @param session with the relations that they read.
 */
export const readContracts = async (
  session: ResolveSession,
  contracts: readonly CompiledContract[],
  types: readonly CompiledType[],
): Promise<readonly ResolvedContract[]> => {
  if (contracts.length === 0) return []
  const create = contracts.map(({ select }, at) => `CREATE TEMP VIEW ${nameOf(at)} AS\n${select};`)
  await session.exec([`SET search_path = ${creationPath(types)};`, ...create].join('\n'))
  const rows = await session.query<{ at: string; tree: string }>(treeQuery)
  await session.exec(
    `${contracts.map((_, at) => `DROP VIEW pg_temp.${nameOf(at)};`).join('\n')}\nRESET search_path`,
  )
  const trees = new Map(rows.map(({ at, tree }) => [Number(at), tree]))
  return contracts.flatMap((contract, at) => {
    const tree = trees.get(at)
    return tree === undefined ? [] : [{ contract, tree: readNodeTree(tree) }]
  })
}
