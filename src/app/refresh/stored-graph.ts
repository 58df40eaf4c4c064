import type { CompiledProject, CompiledStored, CompiledView } from '../../model/compiled-project.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'

/** A stored relation of a project. */
export interface StoredNode {
  /** `schema.name`, for people. */
  readonly name: string
  /** Quoted as in SQL, as the audit schema has it. */
  readonly relation: string
  /** The view whose rows are stored, `schema.name`. */
  readonly live: string
  readonly stored: CompiledStored
  /** Names of the stored relations that it is computed from, without those that only they read. */
  readonly reads: readonly string[]
}

/** The stored relations that a view is computed from, without those that only they read. */
function storedBelow(name: string, byName: ReadonlyMap<string, CompiledView>): readonly string[] {
  const seen = new Set([name])
  // Iteration includes names added by the loop.
  for (const one of seen) {
    const view = byName.get(one)
    if (view === undefined || (view.stored !== undefined && one !== name)) continue
    for (const read of view.dependsOn) seen.add(displayName(read))
  }
  return [...seen].filter((one) => one !== name && byName.get(one)?.stored !== undefined)
}

/** The stored relations of a project, each after those that it reads. */
export function storedOf({ views }: CompiledProject): readonly StoredNode[] {
  const byName = new Map(views.map((view) => [displayName(view), view]))
  return views.flatMap((view): readonly StoredNode[] => {
    const { stored } = view
    if (stored === undefined) return []
    const name = displayName(view)
    return [
      {
        name,
        relation: quoteRelation(view),
        live: displayName(stored.live),
        stored,
        reads: storedBelow(name, byName),
      },
    ]
  })
}

/** The stored relations that some views read, directly or not, of those of the project. */
export function storedReadBy(
  { views }: CompiledProject,
  names: readonly string[],
  all: readonly StoredNode[],
): readonly StoredNode[] {
  const byName = new Map(views.map((view) => [displayName(view), view]))
  const seen = new Set(names)
  for (const one of seen) for (const read of byName.get(one)?.dependsOn ?? []) seen.add(displayName(read))
  return all.filter(({ name }) => seen.has(name))
}

/** Those that are computed from one of some relations, directly or not, and are none of them. */
export function readersOf(names: readonly string[], all: readonly StoredNode[]): readonly StoredNode[] {
  const affected = new Set(names)
  const found = all.filter((node) => {
    if (!node.reads.some((read) => affected.has(read))) return false
    affected.add(node.name)
    return true
  })
  return found.filter(({ name }) => !names.includes(name))
}
