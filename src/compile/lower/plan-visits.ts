import type { ReferenceNode, SelectQueryNode } from 'kysely'
import { freshName, namesIn } from '../nodes/fresh-name.js'
import { mergeVisits } from '../rewrites/merge-visits.js'
import { rewriteOr } from '../rewrites/rewrite.js'
import { type Visit, visitByKey } from '../rewrites/visit-by-key.js'
import type { OutputsOf } from '../scope/outputs.js'
import type { Scope, Table } from '../scope/scope.js'

/** A visit as it stands in a query. */
export interface PlannedVisit {
  /** The name of its row in the query. */
  readonly name: string
  readonly keys: Visit['keys']
  readonly visits: readonly Visit[]
}

/** Which of a query's aggregates are computed by visiting the rows of each key, by table. */
export function planVisits(query: SelectQueryNode, scope: Scope, outputsOf: OutputsOf): Map<Table, PlannedVisit> {
  const groups: [Visit, ...Visit[]][] = []
  scope.tables.forEach((table, at) => {
    if (!table.aggregate || table.aggregate.keys.size === 0) return
    const next = rewriteOr<Parameters<typeof visitByKey.apply>[0], Visit | undefined>(
      visitByKey,
      { query, scope, at, outputsOf },
      () => undefined,
    )
    if (!next) return
    for (const [i, visits] of groups.entries()) {
      const merged = rewriteOr<Parameters<typeof mergeVisits.apply>[0], readonly [Visit, ...Visit[]] | undefined>(
        mergeVisits,
        { visits, next },
        () => undefined,
      )
      if (!merged) continue
      groups[i] = [...merged]
      return
    }
    groups.push([next])
  })
  const taken = namesIn(query)
  for (let at: Scope | undefined = scope; at; at = at.outer) for (const { alias } of at.tables) taken.add(alias)
  const planned = new Map<Table, PlannedVisit>()
  for (const visits of groups) {
    const [{ table, keys }, ...others] = visits
    const wanted = [table, ...others.map((visit) => visit.table)].map(({ alias }) => alias).join('_')
    const name = others.length === 0 ? table.alias : freshName(wanted, taken)
    taken.add(name)
    for (const visit of visits) planned.set(visit.table, { name, keys, visits })
  }
  return planned
}

/** What is known not to be NULL because it is a key: written out only where it can be NULL. */
export const nullableKeys = (planned: ReadonlyMap<Table, PlannedVisit>): ReferenceNode[] => {
  const found = new Map<string, ReferenceNode>()
  for (const { visits } of planned.values())
    for (const { nullable } of visits)
      for (const node of nullable) found.set([...namesIn(node)].join('\0'), node)
  return [...found.values()]
}
