import type { ColumnRef } from '../../model/analyzed-project.js'
import type { Change, ChangeKind } from './change.js'
import { columnOf } from './change.js'
import type { RelationState } from './relation-state.js'

/** The parts of a relation whose values may change. */
export interface Affected {
  readonly relation: string
  /** Which rows there are, and with them whatever is computed across rows. */
  readonly rows: boolean
  /** In output order. */
  readonly columns: readonly string[]
  /** How many columns it has. */
  readonly width: number
  /** The relations it reads that are hurt or changed themselves, sorted. */
  readonly through: readonly string[]
}

/** All that one changed relation hurts, directly or not. */
export interface Impact {
  readonly relation: string
  /** What of it changed. */
  readonly rows: boolean
  readonly columns: readonly string[]
  readonly width: number
  /** In dependency order, the changed relation itself left out. */
  readonly hurt: readonly Affected[]
}

interface Touched {
  rows: boolean
  readonly columns: Set<string>
}

const reaches = (touched: ReadonlyMap<string, Touched>, { relation, column }: ColumnRef): boolean =>
  touched.get(relation)?.columns.has(column) ?? false

/** Words about a relation change nothing in it, and rules and triggers of a view only what writing to it does. */
const HARMLESS: ReadonlySet<ChangeKind> = new Set([
  'relation comment',
  'column comment',
  'column order',
  'view rule',
  'view trigger',
])

/** Of the options of a view only this one decides what it gives: whose privileges and row security count. */
const isHarmless = (change: Change): boolean =>
  HARMLESS.has(change.kind) || (change.kind === 'view option' && change.name !== 'security_invoker')

function seed(changes: readonly Change[], columns: readonly string[]): Touched {
  const touched: Touched = { rows: false, columns: new Set() }
  for (const change of changes) {
    if (isHarmless(change)) continue
    const column = columnOf(change)
    const { rows, columns: names } =
      change.kind === 'definition'
        ? change.effect
        : column === undefined
          ? { rows: true, columns }
          : { rows: false, columns: [column] }
    touched.rows ||= rows
    for (const name of names) touched.columns.add(name)
  }
  return touched
}

function spread(from: string, start: Touched, states: readonly RelationState[]): Affected[] {
  const touched = new Map<string, Touched>([[from, start]])
  const hurt: Affected[] = []
  for (const { relation, columns, dependsOn, rowLineage } of states) {
    if (relation === from) continue
    const rows =
      dependsOn.some((read) => touched.get(read)?.rows ?? false) ||
      rowLineage.some((ref) => reaches(touched, ref))
    const names = columns
      .filter(({ lineage }) => lineage.some((ref) => reaches(touched, ref)))
      .map(({ name }) => name)
    if (!rows && names.length === 0) continue
    touched.set(relation, { rows, columns: new Set(names) })
    const through = dependsOn.filter((read) => touched.has(read)).toSorted()
    hurt.push({ relation, rows, columns: names, width: columns.length, through })
  }
  return hurt
}

/**
 * Follows each changed relation downstream along column lineage.
 *
 * @param states every relation after those it reads, with the lineage to follow.
 */
export function findImpact(changes: readonly Change[], states: readonly RelationState[]): Impact[] {
  return [...new Set(changes.map(({ relation }) => relation))].flatMap((relation): Impact[] => {
    const own = changes.filter((change) => change.relation === relation)
    const names = states.find((state) => state.relation === relation)?.columns.map(({ name }) => name) ?? []
    const start = seed(own, names)
    if (!start.rows && start.columns.size === 0) return []
    const hurt = spread(relation, start, states)
    return [{ relation, rows: start.rows, columns: [...start.columns], width: names.length, hurt }]
  })
}
