import { rangeTableKind } from '../codes.js'
import type { RangeTableEntry } from '../nodes.js'
import { isWrittenList, isWrittenNode, type Written, type WrittenTree } from '../read-written-tree.js'

/** Items without a name of their own count as the same. Joins, groups and subqueries are told apart by what they read. */
function nameOf({ rtekind, relid, ctename }: RangeTableEntry): string | undefined {
  if (rtekind === rangeTableKind.relation) return `relation ${relid}`
  if (rtekind === rangeTableKind.cte) return `with ${ctename}`
  const isDerived = [rangeTableKind.subquery, rangeTableKind.join, rangeTableKind.group].some(
    (kind) => kind === rtekind,
  )
  return isDerived ? undefined : 'other'
}

/** Whether a tree reads the same relation, or two items without a name, in more than one place. */
export function readsTwice(tree: WrittenTree): boolean {
  const seen = new Set<string>()
  const visit = (value: Written): boolean => {
    if (isWrittenList(value)) return value.some(visit)
    if (!isWrittenNode(value)) return false
    const name = value.kind === 'RANGETBLENTRY' ? nameOf(value) : undefined
    if (name !== undefined && seen.has(name)) return true
    if (name !== undefined) seen.add(name)
    return [...tree.fieldsOf(value).values()].some(visit)
  }
  return visit(tree.query)
}
