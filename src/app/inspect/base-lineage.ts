import type { AnalyzedRelation, ColumnFlow, ColumnRef, LineageRole } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'

/** Columns of tables, and of views whose query is not known, by key, with the role in which they flow in. */
type Bases = ReadonlyMap<string, { readonly ref: ColumnRef; readonly role: LineageRole }>

/** A column of a relation that has no lineage of its own. */
export interface BaseFlow extends ColumnRef {
  readonly role: LineageRole
}

const keyOf = ({ relation, column }: ColumnRef): string => JSON.stringify([relation, column])

/** What flows on decides if it decided before, or decides now. */
const through = (before: LineageRole, now: LineageRole): LineageRole =>
  before === 'condition' || now === 'condition'
    ? 'condition'
    : before === 'both' || now === 'both'
      ? 'both'
      : 'value'

const together = (one: LineageRole | undefined, other: LineageRole): LineageRole =>
  one === undefined || one === other ? other : 'both'

/** Lineage through all views, to the columns of the relations at their end. */
export class BaseLineage {
  readonly #relations: ReadonlyMap<string, AnalyzedRelation>
  readonly #ends: ReadonlySet<string>
  readonly #columns = new Map<string, Bases>()
  readonly #rows = new Map<string, Bases>()

  /**
   * @param relations by display name.
   * @param ends display names of views whose lineage is not known.
   */
  constructor(relations: ReadonlyMap<string, AnalyzedRelation>, ends: ReadonlySet<string>) {
    this.#relations = relations
    this.#ends = ends
  }

  /** What a column of a view is made of. */
  of(relation: AnalyzedRelation, column: string): readonly BaseFlow[] {
    const found = relation.columns.find(({ name }) => name === column)
    return sorted(this.#follow(found?.lineage ?? []))
  }

  /** What decides the rows of a view. */
  rowsOf(relation: AnalyzedRelation): readonly ColumnRef[] {
    return sorted(this.#rowBases(relation)).map((base) => ({ relation: base.relation, column: base.column }))
  }

  #rowBases(relation: AnalyzedRelation): Bases {
    const name = displayName(relation)
    const known = this.#rows.get(name)
    if (known) return known
    const found = new Map(this.#follow(relation.rowLineage))
    for (const read of relation.dependsOn) {
      const below = this.#view(displayName(read))
      if (below) for (const [key, base] of this.#rowBases(below)) found.set(key, base)
    }
    this.#rows.set(name, found)
    return found
  }

  #view(name: string): AnalyzedRelation | undefined {
    const relation = this.#relations.get(name)
    return relation?.kind === 'view' && !this.#ends.has(name) ? relation : undefined
  }

  #follow(flows: readonly ColumnFlow[]): Bases {
    const found = new Map<string, { readonly ref: ColumnRef; readonly role: LineageRole }>()
    for (const { role = 'value', ...ref } of flows)
      for (const [key, base] of this.#basesOf(ref))
        found.set(key, { ref: base.ref, role: together(found.get(key)?.role, through(base.role, role)) })
    return found
  }

  #basesOf(ref: ColumnRef): Bases {
    const key = keyOf(ref)
    const known = this.#columns.get(key)
    if (known) return known
    const column = this.#view(ref.relation)?.columns.find(({ name }) => name === ref.column)
    const bases: Bases = column
      ? this.#follow(column.lineage)
      : new Map([[key, { ref, role: 'value' } as const]])
    this.#columns.set(key, bases)
    return bases
  }
}

const sorted = (bases: Bases): readonly BaseFlow[] =>
  [...bases]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ref, role }]) => ({ relation: ref.relation, column: ref.column, role }))
