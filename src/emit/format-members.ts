import { type Member, PRINT_WIDTH, printPlainMember } from './plain-member.js'

/**
 * Remembers from one build to the next how pieces of output were formatted, so that a build with nothing new to format
 * does not load the formatter. Keys contain the whole input; the caller drops the memo when the compiler changes.
 */
export interface Memo {
  get(key: string): string | undefined
  set(key: string, value: string): void
}

const identifier = /^[A-Za-z_]\w*$/

/**
 * A member with a stand-in of the same length for its name, if it is an identifier. Members of one shape have the same
 * layout, because a formatter depends only on the length of such a name. A project of any size has a few hundred shapes,
 * so the time to format them does not grow with it. The letter does not occur in `readonly`.
 */
const memberShape = ({ name, type }: Member): Member => ({
  name: identifier.test(name) ? 'N'.repeat(name.length) : name,
  type,
})

/** The formatted text of a shape, with the member's own name put back. */
function restoreMember(formatted: string, shape: Member, { name }: Member): string {
  if (shape.name === name) return formatted
  // The first match: the type may look like a stand-in.
  const at = formatted.indexOf(shape.name)
  if (at < 0) throw new Error(`${shape.name} is not in ${formatted}`)
  return formatted.slice(0, at) + name + formatted.slice(at + name.length)
}

/** The style of this project. A user's own settings do not apply, because the output must be the same everywhere. */
const style = { semi: false, singleQuote: true, printWidth: PRINT_WIDTH, trailingComma: 'all' } as const

/** Members per call of prettier: a call is slow to start, and its time grows faster than the length of the text. */
const CHUNK = 300

/** A member starts two spaces in, its further lines are deeper, and the closing brace is not indented at all. */
const memberStart = /\n {2}(?=[^ ])/

/**
 * Each member as in the body of an interface, on one line or more: written by ts-morph, formatted by prettier. Both are
 * loaded here and not with this module, because loading takes half a second and most builds do not need them.
 */
export async function printMembers(members: readonly Member[]): Promise<readonly string[]> {
  const [{ Project, StructureKind }, prettier, estree, babel] = await Promise.all([
    import('ts-morph'),
    import('prettier/standalone'),
    import('prettier/plugins/estree'),
    // Two to three times faster than the TypeScript parser, with the same output (a test compares them).
    import('prettier/plugins/babel'),
  ])
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true })
  const options = { ...style, parser: 'babel-ts', plugins: [babel, estree] }
  const printed: string[] = []
  for (let start = 0; start < members.length; start += CHUNK) {
    const chunk = members.slice(start, start + CHUNK)
    const properties = chunk.map(({ name, type }) => ({ name, type, isReadonly: true }))
    const statements = [{ kind: StructureKind.Interface, name: 'Members', properties } as const]
    const file = project.createSourceFile('members.ts', { statements }, { overwrite: true })
    const text = await prettier.format(file.getFullText(), options)
    const parts = text.slice(0, text.lastIndexOf('\n}')).split(memberStart).slice(1)
    if (parts.length !== chunk.length) throw new Error(`${chunk.length} members came back as ${text}`)
    printed.push(...parts.map((part) => `  ${part}`))
  }
  return printed
}

const keyOf = (shape: Member): string => `member ${shape.name}: ${shape.type}`

/**
 * Returns a function that returns the formatted text of any of these members. A plain member is printed here. The shape
 * of any other that is not in the memo is formatted once, regardless of how many members have it.
 */
export async function memberFormatter(
  members: Iterable<Member>,
  memo: Memo,
): Promise<(member: Member) => string> {
  const known = new Map<string, string>()
  const missing = new Map<string, Member>()
  for (const member of members) {
    if (printPlainMember(member) !== undefined) continue
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
    const plain = printPlainMember(member)
    if (plain !== undefined) return plain
    const shape = memberShape(member)
    return restoreMember(known.get(keyOf(shape)) ?? '', shape, member)
  }
}
