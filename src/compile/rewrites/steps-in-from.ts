import type { JoinNode, OperationNode, SelectionNode } from 'kysely'
import { ColumnNode, ReferenceNode } from 'kysely'
import type { QueryDeclaration, StepDeclaration } from '../../declare/relation.js'
import { whyNotScalar } from '../facts/scalar.js'
import { columnRef, fenced, lateral, select, selection } from '../nodes/build.js'
import { withMark } from '../nodes/mark.js'
import { mapNode } from '../nodes/walk.js'
import type { Rewrite } from './rewrite.js'

/** A step of a declaration, and where the columns of the row before it are. */
export interface StepOverRow {
  readonly declaration: QueryDeclaration
  readonly step: StepDeclaration
  /** Name of the FROM item that has each column of the row so far. */
  readonly row: ReadonlyMap<string, string>
  /** Name that the step gets in FROM. */
  readonly name: string
}

/**
 * Before: `SELECT before.*, new FROM (before)`, a query around a query for each step. After: the step is a lateral join
 * of one row beside the others, in the order in which they are declared. A `once` step is fenced there, while filters
 * of a reader still reach the other columns of the row.
 */
export const stepsInFrom: Rewrite<StepOverRow, JoinNode> = {
  name: 'steps-in-from',
  whyNot: ({ step, row }) => {
    const columns = new Set(row.keys())
    for (const [name, { node }] of Object.entries(step.columns)) {
      const why = whyNotScalar(node, { columns, aggregates: false })
      if (why !== undefined) return `column "${name}": ${why}`
    }
    return undefined
  },
  apply: ({ declaration, step, row, name }) => {
    const selections = stepSelections(declaration, step, row)
    const query = select({ selections })
    return lateral(step.once ? fenced(query) : query, name)
  },
}

/** The columns of a step over a row that is spread over FROM items. */
export const stepSelections = (
  declaration: QueryDeclaration,
  { columns }: StepDeclaration,
  row: ReadonlyMap<string, string>,
): SelectionNode[] => {
  const replace = (node: OperationNode): OperationNode | undefined => {
    if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return undefined
    const { name } = node.column.column
    const table = row.get(name)
    return table === undefined ? node : columnRef(table, name)
  }
  return Object.entries(columns).map(([name, { node, site }]) =>
    withMark(selection(replace(node) ?? mapNode(node, replace), name), { declaration, column: name, site }),
  )
}
