import { ColumnNode, type JoinNode, type OperationNode, ReferenceNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { originOf } from '../context.js'
import type { Lowering } from './lowering.js'
import { mapNode } from './map-node.js'
import { factsOf } from './node-facts.js'
import { columnRef, fenced, lateral, selection } from './nodes.js'
import { reportUnknown } from './references.js'
import type { PlannedColumn, PlannedStep } from './steps.js'

/**
 * The steps of a query as lateral joins, each computing its columns from the row so far.
 *
 * @param row Expression for each column of the row so far.
 * @returns The joins, and where each column of the steps is to be found.
 */
export function emitSteps(
  steps: readonly PlannedStep[],
  row: ReadonlyMap<string, OperationNode>,
  alias: string,
  declaration: QueryDeclaration,
  { faults }: Lowering,
): { readonly joins: JoinNode[]; readonly columns: ReadonlyMap<string, OperationNode> } {
  const columns = new Map<string, OperationNode>()
  const find = (name: string): OperationNode | undefined => columns.get(name) ?? row.get(name)

  const resolve = (column: PlannedColumn): OperationNode => {
    const origin = originOf(declaration, column.name, column.site)
    if (factsOf(column.node).hasSubquery) {
      faults.add(
        origin,
        'FS156',
        `column "${column.name}" holds a subquery`,
        'A column is computed from its row: join what it needs in the query itself.',
      )
      return column.node
    }
    const replace = (node: OperationNode): OperationNode | undefined => {
      if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return undefined
      const { name } = node.column.column
      const found = find(name)
      if (!found) reportUnknown(faults, origin, name, [...row.keys(), ...columns.keys()])
      return found ?? node
    }
    return replace(column.node) ?? mapNode(column.node, replace)
  }

  const joins = steps.flatMap((step, i): JoinNode[] => {
    const stepAlias = `${alias}_${i + 1}`
    const resolved = step.columns.map((column) => ({ column, node: resolve(column) }))
    for (const { column, node } of resolved) {
      columns.set(column.name, column.inline ? node : columnRef(stepAlias, column.name))
    }
    const joined = resolved.filter(({ column }) => !column.inline)
    if (joined.length === 0) return []
    const selections = joined.map(({ column, node }) => selection(node, column.name))
    const select = { kind: 'SelectQueryNode', selections } as const
    return [lateral(step.once ? fenced(select) : select, stepAlias)]
  })
  return { joins, columns }
}
