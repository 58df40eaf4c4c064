import { type Node, type QueryNode, type RangeTableEntry, rangeTableKind } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** Queries from the innermost to the view's own. */
export type Around = readonly QueryNode[]

/** `alias.column` of a column reference, prefixed with `^n` if it belongs to the nth enclosing query; a number if it has no name. */
export function columnName(
  { varno, varattno, varlevelsup }: Node<'VAR'>,
  around: Around,
  catalogs: Catalogs,
): string {
  const home = around.slice(varlevelsup)
  const entry = home[0]?.rtable[varno - 1]
  const level = varlevelsup > 0 ? `^${varlevelsup} ` : ''
  if (entry === undefined) return `${level}${varno}.${varattno}`
  const name = varattno === 0 ? '*' : (nameIn(entry, varattno, home, catalogs) ?? `#${varattno}`)
  return `${level}${entry.eref?.aliasname ?? varno}.${name}`
}

function nameIn(entry: RangeTableEntry, attno: number, home: Around, catalogs: Catalogs): string | undefined {
  switch (entry.rtekind) {
    case rangeTableKind.relation:
      return catalogs.relations.get(entry.relid)?.columns[attno - 1]
    case rangeTableKind.subquery:
      return outputName(entry.subquery, attno)
    case rangeTableKind.cte: {
      const declaring = home[entry.ctelevelsup]
      const cte = declaring?.cteList.find(({ ctename }) => ctename === entry.ctename)
      return outputName(cte?.ctequery ?? null, attno)
    }
    case rangeTableKind.join:
    case rangeTableKind.group: {
      const named = entry.rtekind === rangeTableKind.join ? entry.joinaliasvars : entry.groupexprs
      const expr = named[attno - 1]
      return expr?.kind === 'VAR' ? columnName(expr, home, catalogs) : undefined
    }
    default:
      return undefined
  }
}

const outputName = (query: QueryNode | null, attno: number): string | undefined =>
  query?.targetList.find(({ resno }) => resno === attno)?.resname ?? undefined
