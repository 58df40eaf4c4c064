import type { AnalyzedProject } from '../model/analyzed-project.js'
import type { CompiledFeatureList, CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import { pascalCase, rowNames } from './row-names.js'

/** Name of the constant of an entrypoint: its row type without `Row`, with a small letter first. */
const constantName = (rowName: string): string => {
  const name = rowName.replace(/Row$/, '')
  const small = name.charAt(0).toLowerCase() + name.slice(1)
  return RESERVED.has(small) ? `${small}_` : small
}

/** What no constant of a module can be called. Those that SQL reserves too name no relation. */
const RESERVED = new Set(
  `arguments await break catch class const continue debugger delete enum eval export extends finally function if implements
  import instanceof interface let package private protected public return static super switch this throw try typeof var
  void while with yield`.split(/\s+/),
)

/** What `stores.ts` calls a certified store. */
interface StoreName {
  readonly constant: string
  /** The row type of the guarded view. */
  readonly row: string
}

type Relations = AnalyzedProject['relations']

/** Names of the certified stores, in the order of the certifications. */
export function storeNames({ certifications }: CompiledProject, relations: Relations): readonly StoreName[] {
  const names = rowNames(relations)
  const rowOf = new Map(relations.map((relation, at) => [displayName(relation), names[at] ?? '']))
  return certifications.map(({ entrypoint, guarded }) => ({
    constant: constantName(rowOf.get(displayName(entrypoint)) ?? entrypoint.name),
    row: rowOf.get(displayName(guarded)) ?? pascalCase(guarded.name),
  }))
}

/** The constant of a list of features, and the type of its row, which begins with a capital. */
export function featureListNames({ name, version }: CompiledFeatureList) {
  const type = `${pascalCase(name)}V${version}Features`
  return { type, constant: type.charAt(0).toLowerCase() + type.slice(1) }
}

/** FS192 for each constant of `stores.ts` that has the name of another one. */
export function storeNameClashes(
  project: CompiledProject,
  { relations }: AnalyzedProject,
): readonly Diagnostic[] {
  const stores = storeNames(project, relations).map(({ constant }, at) => {
    const relation = project.certifications.map(({ entrypoint }) => displayName(entrypoint))[at] ?? ''
    return { constant, what: `the store ${relation}`, place: { relation } }
  })
  const lists = (project.features ?? []).map((list) => ({
    constant: featureListNames(list).constant,
    what: `the features ${list.name} ${list.version}`,
    place: { ...list.place, relation: displayName(list.relation) },
  }))
  const all = [...stores, ...lists]
  return all.flatMap(({ constant, what, place }, at): Diagnostic[] => {
    const before = all.slice(0, at).find((one) => one.constant === constant)
    if (before === undefined) return []
    const message = `${what} would have the name ${constant} in stores.ts, which ${before.what} has`
    return [{ code: 'FS192', place, message, hint: 'Give one of the two another name.' }]
  })
}
