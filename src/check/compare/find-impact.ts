import type { ColumnRef } from '../../model/analyzed-project.js'
import type { Change, ChangeKind } from './change.js'
import { columnOf } from './change.js'
import type { RelationState } from './relation-state.js'

/** The parts of a relation whose values may change. */
export interface Affected {
  readonly relation: string
  /** Whether the set of rows may change, and with it values computed across rows. */
  readonly rows: boolean
  /** In output order. */
  readonly columns: readonly string[]
  /** Number of columns of the relation. */
  readonly width: number
  /** The relations it reads that are changed or affected themselves, sorted. */
  readonly through: readonly string[]
}

/** Everything that one changed relation affects, directly or indirectly. */
export interface Impact {
  readonly relation: string
  /** Its changed columns. */
  readonly rows: boolean
  readonly columns: readonly string[]
  readonly width: number
  /** In dependency order, without the changed relation itself. */
  readonly hurt: readonly Affected[]
}

interface Touched {
  rows: boolean
  readonly columns: Set<string>
}

const reaches = (touched: ReadonlyMap<string, Touched>, { relation, column }: ColumnRef): boolean =>
  touched.get(relation)?.columns.has(column) ?? false

/** Comments do not affect data, and rules and triggers of a view only affect writes. */
const HARMLESS: ReadonlySet<ChangeKind> = new Set([
  'relation comment',
  'column comment',
  // The values themselves change with a definition, if they do.
  'column values',
  'column order',
  'view rule',
  'view trigger',
])

/** The only view option that affects the result: it decides whose privileges and row security apply. */
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
 * @param states every relation after those that it reads, with its lineage.
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
