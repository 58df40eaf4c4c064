import type { RelationName } from '../model/relation-name.js'

/**
 * Letters of the scripts in common use. Listed instead of `\p{ID_Start}`, which depends on the Unicode version of the
 * machine: its newest letters are syntax errors in older versions of TypeScript.
 */
const letters =
  'A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481\u048a-\u052f' +
  '\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3'
const separators = new RegExp(`[^0-9${letters}]+`)
const startsWithLetter = new RegExp(`^[${letters}]`)

/** Words of a name start with a capital, the rest keeps its case: `v_damage_v2` is `VDamageV2`, `iPhone` is `IPhone`. */
export const pascalCase = (name: string): string =>
  name
    .split(separators)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const startable = (name: string): string => (startsWithLetter.test(name) ? name : `_${name}`)

const spellChar = (char: string): string => `$${char.codePointAt(0)?.toString(16)}$`

const spellPart = (name: string): string => name.replace(/[^A-Za-z0-9_]|^[0-9]/gu, spellChar)

/**
 * Ugly but unique: any character except plain letters, digits and `_` is spelled out between dollars; two dollars
 * separate the names.
 */
const spelledOut = ({ schema, name }: RelationName): string => `${spellPart(schema)}$$${spellPart(name)}`

/**
 * Name of the row interface of each relation, in their order. The schema is left out unless two relations would share
 * the name without it; where even that is not enough (`a b` and `a_b` of one schema) the names are spelled out.
 */
export function rowNames(relations: readonly RelationName[]): readonly string[] {
  const short = relations.map(({ name }) => startable(pascalCase(name)))
  const shared = repeated(short)
  const names = relations.map(({ schema, name }, i) => {
    const alone = short[i] ?? ''
    const clash = shared.has(alone)
    return { clash, name: clash ? startable(pascalCase(schema) + pascalCase(name)) : alone }
  })
  const stillShared = repeated(names.map(({ name }) => name))
  return relations.map((relation, i) => {
    const { clash = false, name = '' } = names[i] ?? {}
    // A name that never needed its schema is kept, because no other relation has it now.
    return `${clash && stillShared.has(name) ? spelledOut(relation) : name}Row`
  })
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.size === seen.add(name).size))
}
