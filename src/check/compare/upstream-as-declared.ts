import type { AnalyzedProject, AnalyzedRelation } from '../../model/analyzed-project.js'
import type { LiveCatalog } from '../../model/live-catalog.js'
import { displayName } from '../../model/relation-name.js'
import { functionKey } from '../../model/sql-function.js'
import { sameArguments, type Signature } from './refused-functions.js'
import { collatedType } from './states-of.js'

/**
 * Views whose upstream columns and functions all have the declared types and collations. For other views the column types
 * in the live database are not known, as the project only knows those that follow from the declarations.
 *
 * @param signatures of the declared functions, by `functionKey`.
 * @returns by display name.
 */
export function viewsAsDeclared(
  { functions = [], relations }: AnalyzedProject,
  catalog: LiveCatalog,
  signatures: ReadonlyMap<string, Signature>,
): ReadonlySet<string> {
  const live = new Map(catalog.relations.map((relation) => [displayName(relation), relation]))
  const isSourceAsDeclared = (source: AnalyzedRelation): boolean => {
    const there = new Map(
      live
        .get(displayName(source))
        ?.columns.map(({ name, type, collation }) => [name, collatedType(type, collation ?? undefined)]),
    )
    return source.columns.every(
      ({ name, type, collation }) => there.get(name) === collatedType(type.sql, collation),
    )
  }
  const differing = new Set<string>()
  for (const fn of functions) {
    const signature = signatures.get(functionKey(fn))
    // The store's own functions are created as declared.
    const isAsDeclared =
      fn.isOwn || (signature && sameArguments(fn, signature, catalog.signatures)?.result === signature.result)
    if (!isAsDeclared || fn.calls.some((called) => differing.has(called))) differing.add(functionKey(fn))
  }
  const same = new Set<string>()
  for (const relation of relations) {
    const { kind, dependsOn, calls = [] } = relation
    const isSame =
      kind === 'source'
        ? isSourceAsDeclared(relation)
        : dependsOn.every((read) => same.has(displayName(read))) &&
          !calls.some((called) => differing.has(called))
    if (isSame) same.add(displayName(relation))
  }
  return same
}
