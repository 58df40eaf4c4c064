import { type Expression, type FromNode, joinType, type Node, type QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { columnOf } from './columns.js'
import { isOwnCollation, type Known } from './known.js'

/** What going through FROM needs to ask. */
export interface Asked {
  readonly catalogs: Catalogs
  /** Whether the row of an item of the range table is known by what is known of it. */
  readonly isKnown: (rtindex: number) => boolean
}

/** Whether the row of every item of FROM is known. */
export const isAllKnown = (node: FromNode | null, known: Known): boolean => {
  switch (node?.kind) {
    case 'FROMEXPR':
      return node.fromlist.every((one) => isAllKnown(one, known))
    case 'JOINEXPR':
      return isAllKnown(node.larg, known) && isAllKnown(node.rarg, known)
    case 'RANGETBLREF':
      return known.hasRow(node.rtindex)
    default:
      return false
  }
}

/** One round through FROM: what is known makes more known. */
export const spread = (node: FromNode | null, query: QueryNode, known: Known, asked: Asked): void => {
  switch (node?.kind) {
    case 'FROMEXPR':
      for (const one of node.fromlist) spread(one, query, known, asked)
      equate(node.quals, query, known, asked)
      return
    case 'JOINEXPR':
      spreadJoin(node, query, known, asked)
      return
    case 'RANGETBLREF':
      if (!known.hasRow(node.rtindex) && asked.isKnown(node.rtindex)) known.addRow(node.rtindex)
      return
    default:
  }
}

/**
 * The optional side of an outer join is empty or not, and by which row is found by the other side alone; so nothing is
 * said of it before that is known. Of a full join either side may be missing, and nothing is said of it.
 */
const spreadJoin = (
  { jointype, larg, rarg, quals }: Node<'JOINEXPR'>,
  query: QueryNode,
  known: Known,
  asked: Asked,
): void => {
  if (jointype === joinType.inner) {
    spread(larg, query, known, asked)
    spread(rarg, query, known, asked)
    equate(quals, query, known, asked)
    return
  }
  if (jointype !== joinType.left && jointype !== joinType.right) return
  const [kept, optional] = jointype === joinType.left ? [larg, rarg] : [rarg, larg]
  spread(kept, query, known, asked)
  if (!isAllKnown(kept, known)) return
  equate(quals, query, known, asked)
  spread(optional, query, known, asked)
}

/** Conditions that make a column equal to what is known. */
const equate = (quals: Expression | null, query: QueryNode, known: Known, asked: Asked): void => {
  if (quals?.kind === 'BOOLEXPR' && quals.boolop === 'and') {
    for (const one of quals.args) equate(one, query, known, asked)
    return
  }
  const equality = equalityIn(quals, asked)
  const [left, right] = equality?.args ?? []
  if (equality === null || left === undefined || right === undefined) return
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const column = columnOf(to, query, asked.catalogs)
    if (column === null || known.hasColumn(column) || !isMeantBy(equality.inputcollid, column)) continue
    const source = columnOf(from, query, asked.catalogs)
    const isEqual = source !== null && known.hasColumn(source) && isMeantBy(equality.inputcollid, source)
    if (isEqual || known.isFixed(from)) known.addColumn(column)
  }
}

/** Whether a column is compared as its own keys and orders compare it. */
const isMeantBy = (collation: number, { varcollid }: Node<'VAR'>): boolean =>
  collation === varcollid || (!isOwnCollation(collation) && !isOwnCollation(varcollid))

/** `a = b`, or `a IS NOT DISTINCT FROM b`, by an equality that Postgres or an extension of it vouches for. */
const equalityIn = (expr: Expression | null, { catalogs }: Asked): Node<'OPEXPR' | 'DISTINCTEXPR'> | null => {
  const inner = expr?.kind === 'BOOLEXPR' && expr.boolop === 'not' ? (expr.args[0] ?? null) : null
  const equality = expr?.kind === 'OPEXPR' ? expr : inner?.kind === 'DISTINCTEXPR' ? inner : null
  const operator = catalogs.operators.get(equality?.opno ?? 0)
  if (equality === null || operator?.name !== '=') return null
  return catalogs.functions.get(operator.function)?.comparison === true ? equality : null
}
