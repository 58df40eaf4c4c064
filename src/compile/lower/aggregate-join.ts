import { type JoinNode, JoinNode as Join, type OperationNode, OnNode, type SelectQueryNode } from 'kysely'
import type { AggregateDeclaration } from '../../declare/relation.js'
import { aliased, all, caseOf, columnRef, equal, select, selection, truth } from '../nodes/build.js'
import { freshName } from '../nodes/fresh-name.js'
import { withMark } from '../nodes/mark.js'
import { aggregateSelections, aggregatedRows } from './aggregate-rows.js'
import type { Lowering } from './lowering.js'

/** Names of the parts, visible only in the query that is built here. */
const ASKED = 'asked'
const FOUND = 'found'
const EMPTY = 'empty'
const NONE: ReadonlySet<string> = new Set()

/**
 * The plain form of an aggregate: its rows are grouped by its key and joined on it. A key without rows gets what the
 * functions return over no rows (a count is 0, a max is NULL).
 *
 * @param keys the resolved expression that each key column equals.
 * @param on the join's own condition, resolved.
 */
export function aggregateJoin(
  declaration: AggregateDeclaration,
  alias: string,
  keys: ReadonlyMap<string, OperationNode>,
  on: OperationNode,
  lowering: Lowering,
): JoinNode {
  const names = [...keys.keys()]
  const computed = Object.keys(declaration.columns)
  // A key column cannot be the marker, since a key can consist of NULLs.
  const marker = freshName('is_found', new Set([...names, ...computed]))
  const either = (name: string, otherwise: string) =>
    selection(caseOf(columnRef(FOUND, marker), columnRef(FOUND, name), columnRef(otherwise, name)), name)
  const node = select({
    selections: [...names.map((key) => either(key, ASKED)), ...computed.map((name) => either(name, EMPTY))],
    from: [aliased(select({ selections: [...keys].map(([key, asked]) => selection(asked, key)) }), ASKED)],
    joins: [
      Join.createWithOn(
        'LeftJoin',
        aliased(groupedRows(declaration, marker, lowering), FOUND),
        all(names.map((key) => equal(columnRef(FOUND, key), columnRef(ASKED, key)))),
      ),
      Join.create('CrossJoin', aliased(overNone(declaration, lowering), EMPTY)),
    ],
  })
  return { ...Join.create('LateralInnerJoin', aliased(node, alias)), on: OnNode.create(on) }
}

/**
 * The rows of an aggregate grouped by its key.
 *
 * @param marker name of a column that is true in every group.
 */
export function groupedRows(
  declaration: AggregateDeclaration,
  marker: string | undefined,
  lowering: Lowering,
): SelectQueryNode {
  const { of, by } = declaration
  if (!of) return select({ selections: [] })
  const { item, alias } = aggregatedRows(of, [declaration], NONE, lowering)
  const grouped = select({
    selections: [
      ...by.map((key) => selection(columnRef(alias, key), key)),
      ...aggregateSelections(declaration, alias),
      ...(marker === undefined ? [] : [selection(truth(true), marker)]),
    ],
    from: [item],
    groupBy: by.map((key) => columnRef(alias, key)),
  })
  return withMark(grouped, { declaration })
}

function overNone(declaration: AggregateDeclaration, lowering: Lowering): SelectQueryNode {
  const { of } = declaration
  if (!of) return select({ selections: [] })
  const { item, alias } = aggregatedRows(of, [declaration], NONE, lowering)
  const none = select({
    selections: aggregateSelections(declaration, alias),
    from: [item],
    where: [truth(false)],
    // It turns any SELECT into an aggregate query with one row, even without an aggregate function.
    having: truth(true),
  })
  return withMark(none, { declaration })
}
