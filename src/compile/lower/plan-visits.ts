import type { ReferenceNode, SelectQueryNode } from 'kysely'
import { freshName, namesIn } from '../nodes/fresh-name.js'
import { type MergedVisits, mergeVisits } from '../rewrites/merge-visits.js'
import { rewriteOr } from '../rewrites/rewrite.js'
import { type Visit, visitByKey } from '../rewrites/visit-by-key.js'
import type { Scope, VisitNames } from '../scope/scope.js'
import type { Lowering } from './lowering.js'

/** A visit in a query. */
export interface PlannedVisit extends VisitNames {
  /** Position of the join that makes it. */
  readonly at: number
  readonly visits: readonly Visit[]
}

/** The aggregates of a query that are computed by visiting the rows of each key, by their position in its scope. */
export function planVisits(
  query: SelectQueryNode,
  scope: Scope,
  { outputsOf, declined }: Lowering,
): ReadonlyMap<number, PlannedVisit> {
  const groups: MergedVisits[] = []
  scope.tables.forEach(({ aggregate }, at) => {
    if (!aggregate || aggregate.keys.size === 0) return
    const next = rewriteOr(visitByKey, { query, scope, at, outputsOf }, declined, () => undefined)
    if (next) addVisit(groups, next, declined)
  })
  const taken = namesIn(query)
  for (let at: Scope | undefined = scope; at; at = at.outer)
    for (const { alias, visit } of at.tables) taken.add(visit?.name ?? alias)
  const planned = new Map<number, PlannedVisit>()
  for (const visits of groups) {
    const [first, ...others] = visits
    const wanted = visits.map(({ alias }) => alias).join('_')
    const name = others.length === 0 ? first.alias : freshName(wanted, taken)
    taken.add(name)
    for (const { at } of visits) planned.set(at, { at: first.at, name, keys: first.written, visits })
  }
  return planned
}

/** Merges a visit into the first group that accepts it, or adds it as a group of its own. */
function addVisit(groups: MergedVisits[], next: Visit, declined: Lowering['declined']): void {
  for (const [i, visits] of groups.entries()) {
    const merged = rewriteOr(mergeVisits, { visits, next }, declined, () => undefined)
    if (!merged) continue
    groups[i] = merged
    return
  }
  groups.push([next])
}

/** Keys that can be NULL, each once: an aggregate has no row for them. */
export function nullableKeys(planned: ReadonlyMap<number, PlannedVisit>): ReferenceNode[] {
  const nullable = [...planned.values()].flatMap(({ visits }) => visits.flatMap((visit) => visit.nullable))
  return [...new Map(nullable.map((node) => [[...namesIn(node)].join('\0'), node])).values()]
}
