import type { Member } from './member-shape.js'

/** The style of this project; a user's own settings do not apply, or the output would depend on where it is made. */
const style = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

/** Members a call of prettier: it is slow to start one, and slower than linear in a long one. */
const CHUNK = 300

/** A member starts two spaces in, its further lines are deeper, and the closing brace is not indented at all. */
const memberStart = /\n {2}(?=[^ ])/

/**
 * Each member as a line, or more where it is too long, of an interface's body: written by ts-morph, formatted by
 * prettier. Both are loaded here and not with this module: half a second, most of it ts-morph, that most builds spare.
 */
export async function printMembers(members: readonly Member[]): Promise<readonly string[]> {
  const [{ Project, StructureKind }, prettier, estree, babel] = await Promise.all([
    import('ts-morph'),
    import('prettier/standalone'),
    import('prettier/plugins/estree'),
    // Two to three times faster than the TypeScript parser and the same output, as a test holds it to.
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
