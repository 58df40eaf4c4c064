import type {
  CompiledContract,
  CompiledProbe,
  CompiledProject,
  CompiledSource,
  CompiledView,
} from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledFunction } from '../model/sql-function.js'
import type { CompiledType } from '../model/upstream-type.js'

/** The types, sources and views required to create some views, in the order of the project. */
export interface Closure {
  /** Always all of the project: a view mentions types without reading anything that has them. */
  readonly types: readonly CompiledType[]
  readonly sources: readonly CompiledSource[]
  /** Those of which all that they read is there; absent when the project has none. */
  readonly functions?: readonly CompiledFunction[]
  readonly views: readonly CompiledView[]
  /** Those of which all that they read is there. */
  readonly probes?: readonly CompiledProbe[]
  readonly contracts?: readonly CompiledContract[]
}

/** The named relations and everything that they read, directly or indirectly. Without names, the whole project. */
export const upstreamClosure = (project: CompiledProject, only?: ReadonlySet<string>): Closure => {
  if (only === undefined) return project
  const needed = new Set(only)
  const others = new Map([...project.sources, ...project.views].map((one) => [displayName(one), one]))
  const need = (name: string): void => {
    needed.add(name)
    others.delete(name)
  }
  for (const name of needed) others.delete(name)
  // Views come after what they read, so one walk from the end meets every reader before what it reads.
  for (const view of project.views.toReversed()) {
    // No view before it can read it, whatever their texts contain.
    others.delete(displayName(view))
    if (!needed.has(displayName(view))) continue
    for (const read of view.dependsOn) need(displayName(read))
    // Raw SQL can name a relation that the view does not declare to read.
    for (const [name, other] of others) if (view.select.includes(other.name)) need(name)
  }
  const isThere = ({ dependsOn }: CompiledProbe | CompiledContract | CompiledFunction): boolean =>
    dependsOn.every((read) => needed.has(displayName(read)))
  return {
    types: project.types,
    sources: project.sources.filter((source) => needed.has(displayName(source))),
    views: project.views.filter((view) => needed.has(displayName(view))),
    functions: (project.functions ?? []).filter(isThere),
    probes: (project.probes ?? []).filter(isThere),
    contracts: (project.contracts ?? []).filter(isThere),
  }
}
