import type { Expression, SelectQueryBuilder } from 'kysely'
import type { Relation } from 'fusion-store'

/** Types that drawn columns have. */
export type Kind = 'int' | 'text' | 'bool'

export interface DrawnColumn {
  readonly name: string
  readonly kind: Kind
  readonly nullable: boolean
}

/** A relation that was drawn, with what the draws after it have to know of it. */
export interface Drawn {
  readonly kind: 'source' | 'layer' | 'view' | 'aggregate'
  readonly name: string
  readonly columns: readonly DrawnColumn[]
  /** Of an aggregate: its key. */
  readonly by: readonly string[]
  readonly relation: Relation<object>
}

/** A FROM item: its name in the query, and the columns that expressions may read. */
export interface Item {
  readonly alias: string
  readonly columns: readonly DrawnColumn[]
}

/** Rows that Kysely takes everything of. */
export type Loose = Record<string, Record<string, never>>
export type Select = SelectQueryBuilder<Loose, string, Record<string, never>>
export type Any = Expression<never>
