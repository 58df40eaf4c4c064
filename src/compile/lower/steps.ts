import { ColumnNode, type OperationNode, ReferenceNode, SelectQueryNode } from 'kysely'
import type { ColumnDeclaration, StepDeclaration } from '../../declare/relation.js'
import { walk } from './map-node.js'

/** A step with the columns of it that are needed. */
export interface PlannedStep {
  readonly once: boolean
  readonly columns: readonly PlannedColumn[]
}

export interface PlannedColumn extends ColumnDeclaration {
  readonly name: string
  /** Nothing after it reads it, so it can stand in the SELECT list itself. */
  readonly inline: boolean
}

/** Names of the row's columns that an expression reads. */
function columnsRead(node: OperationNode): Set<string> {
  const names = new Set<string>()
  walk(node, (child) => {
    if (ReferenceNode.is(child) && ColumnNode.is(child.column)) names.add(child.column.column.name)
  })
  return names
}

/** Whether an expression holds a subquery, which a step has nothing to read from. */
export function holdsSubquery(node: OperationNode): boolean {
  let found = false
  walk(node, (child) => {
    if (SelectQueryNode.is(child)) found = true
  })
  return found
}

/**
 * Which columns of each step are needed for `wanted`, seen from the last step to the first.
 *
 * @returns The steps in order, and every name that is wanted or read by a kept column.
 */
export function planSteps(
  steps: readonly StepDeclaration[],
  wanted: (name: string) => boolean,
): { readonly steps: readonly PlannedStep[]; readonly read: ReadonlySet<string> } {
  const read = new Set<string>()
  const planned = steps.toReversed().map(({ columns, once }): PlannedStep => {
    const kept = Object.entries(columns).filter(([name]) => wanted(name) || read.has(name))
    const step = {
      once,
      columns: kept.map(([name, column]) => ({ name, ...column, inline: !once && !read.has(name) })),
    }
    for (const [, { node }] of kept) for (const name of columnsRead(node)) read.add(name)
    return step
  })
  return { steps: planned.toReversed(), read }
}
