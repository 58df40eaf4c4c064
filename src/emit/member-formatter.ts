import type { Memo } from './memo.js'
import { type Member, memberShape, restoreMember } from './member-shape.js'
import { printMembers } from './print-members.js'

const keyOf = (shape: Member): string => `member ${shape.name}: ${shape.type}`

/**
 * Gives the formatted text of any of these members. Every shape among them that the memo does not know is printed once,
 * however many members have it.
 */
export async function memberFormatter(
  members: Iterable<Member>,
  memo: Memo,
): Promise<(member: Member) => string> {
  const known = new Map<string, string>()
  const missing = new Map<string, Member>()
  for (const member of members) {
    const shape = memberShape(member)
    const key = keyOf(shape)
    if (known.has(key) || missing.has(key)) continue
    const remembered = memo.get(key)
    if (remembered === undefined) missing.set(key, shape)
    else known.set(key, remembered)
  }
  const texts = missing.size > 0 ? await printMembers([...missing.values()]) : []
  for (const [i, key] of [...missing.keys()].entries()) {
    const text = texts[i] ?? ''
    known.set(key, text)
    memo.set(key, text)
  }
  return (member) => {
    const shape = memberShape(member)
    return restoreMember(known.get(keyOf(shape)) ?? '', shape, member)
  }
}
