import type { Nullability } from '../../model/analyzed-project.js'
import { locateColumn, type Node, rangeTableKind } from '../../pgtree/index.js'
import { isKnownNotNull, isPresent } from './facts.js'
import { columnKey, isNulledByGrouping, referenceKey, sidesOf, type Column } from './locate-column.js'
import { rangeTableColumns } from './range-table.js'
import { type Pass, type Point, pointIn } from './scope.js'
import { canBeNull, notNull } from './verdict.js'

/** A column reference: NULL if an outer join makes its table absent, or if the table's value is NULL. */
export const inferColumn = (node: Node<'VAR'>, point: Point, pass: Pass): Nullability => {
  const column = locateColumn(node, point.scope)
  if (column === null) return canBeNull('reference to a column that is not in the query')
  if (isNulledByGrouping(column) && !isKnownNotNull(point.facts, referenceKey(column))) {
    return canBeNull('a grouping set omits it')
  }
  const sides = sidesOf(column)
  if (sides === undefined) return canBeNull('its table may be absent because of an outer join')
  const absent = sides.find((side) => !isPresent(point.facts, side))
  if (absent !== undefined) return canBeNull(`${absent.label} may be absent`)
  return isKnownNotNull(point.facts, columnKey(column)) ? notNull : ownValue(column, point, pass)
}

const ownValue = (column: Column, point: Point, pass: Pass): Nullability => {
  const { scope, varno, attno, entry, merged } = column
  if (merged !== null) return pass.infer(merged, { ...point, scope })
  if (attno < 0) return canBeNull('system column')
  if (attno === 0) return wholeRow(entry.rtekind)
  if (entry.rtekind === rangeTableKind.group) {
    const expr = entry.groupexprs[attno - 1]
    return expr === undefined ? unknownColumn : pass.infer(expr, pointIn(scope, scope.inputFacts))
  }
  return rangeTableColumns(scope, varno, pass)[attno - 1] ?? unknownColumn
}

/** An existing row is not NULL, even if every field is. A function may return NULL for a row. */
const wholeRow = (kind: number): Nullability =>
  kind === rangeTableKind.relation || kind === rangeTableKind.subquery || kind === rangeTableKind.values
    ? notNull
    : canBeNull('the whole row may be NULL')

const unknownColumn = canBeNull('nothing is known of this column')
