import type { OperationNode } from 'kysely'
import type { DiagnosticCollector, Origin } from './context.js'
import { findUnwritable } from './print/unwritable.js'

/** The user's values that a node holds directly; a list node has one for each item. */
function valuesOf(node: OperationNode): readonly unknown[] {
  if (node.kind === 'ValueNode' && 'value' in node) return [node.value]
  return node.kind === 'PrimitiveValueListNode' ? listOf(node) : []
}

const listOf = (node: OperationNode): readonly unknown[] =>
  'values' in node && Array.isArray(node.values) ? node.values : []

const LISTS: ReadonlySet<string> = new Set(['PrimitiveValueListNode', 'ValueListNode'])

/** Whether a node could have something to report. */
export const holdsValues = ({ kind }: OperationNode): boolean => kind === 'ValueNode' || LISTS.has(kind)

/** Reports the values of a node that have no SQL literal. */
export function checkValues(node: OperationNode, diagnostics: DiagnosticCollector, origin: Origin): void {
  if (LISTS.has(node.kind) && listOf(node).length === 0) {
    diagnostics.add(
      origin,
      'FS164',
      `"${origin.relation}" compares with an empty list, which SQL cannot express`,
      'No value is in an empty list: write eb.lit(false) in place of "in", eb.lit(true) in place of "not in".',
    )
  }
  for (const value of valuesOf(node)) {
    const found = findUnwritable(value)
    if (!found) continue
    const what = found.path === '$' ? found.what : `${found.path} is ${found.what}`
    diagnostics.add(
      origin,
      'FS164',
      `"${origin.relation}" uses a value that has no SQL literal: ${what}`,
      found.hint,
    )
  }
}
