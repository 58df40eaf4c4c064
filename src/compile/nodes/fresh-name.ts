import { IdentifierNode, type OperationNode } from 'kysely'
import { walk } from './walk.js'

/** Postgres truncates longer names silently. */
export const NAME_BYTES = 63

/** The longest prefix that fits. */
function cut(name: string, bytes: number): string {
  let kept = ''
  for (const char of name) {
    if (Buffer.byteLength(kept + char) > bytes) break
    kept += char
  }
  return kept
}

/** A name like `wanted` that is not taken and that Postgres does not truncate. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : `_${n}`
    const name = cut(wanted, NAME_BYTES - suffix.length) + suffix
    if (!taken.has(name)) return name
  }
}

/** Every name in a tree, of any role. */
export function namesIn(node: OperationNode): Set<string> {
  const names = new Set<string>()
  walk(node, (child) => {
    if (IdentifierNode.is(child)) names.add(child.name)
  })
  return names
}
