import { IdentifierNode, type OperationNode } from 'kysely'
import { walk } from './walk.js'

/** Postgres cuts longer names off without a word. */
export const NAME_BYTES = 63

/** As many characters as fit. */
function cut(name: string, bytes: number): string {
  let kept = ''
  for (const char of name) {
    if (Buffer.byteLength(kept + char) > bytes) break
    kept += char
  }
  return kept
}

/** A name like `wanted` that is not taken and that Postgres keeps whole. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : `_${n}`
    const name = cut(wanted, NAME_BYTES - suffix.length) + suffix
    if (!taken.has(name)) return name
  }
}

/** Every name in a tree, whatever it names. */
export function namesIn(node: OperationNode): Set<string> {
  const names = new Set<string>()
  walk(node, (child) => {
    if (IdentifierNode.is(child)) names.add(child.name)
  })
  return names
}
