import type { ExpressionBuilder } from 'kysely'
import type { Columns } from '../column.js'
import type { Relation } from '../relation.js'
import type { IsLabel, WithoutLabels } from './label-type.js'

/** Columns of a row that hold times or dates and are not labels. */
export type TimeColumn<Row> = {
  [K in keyof Row & string]: [NonNullable<Row[K]>] extends [never]
    ? never
    : IsLabel<Row[K]> extends true
      ? never
      : NonNullable<Row[K]> extends Date
        ? K
        : never
}[keyof Row & string]

/** Columns of a row that can be compared with a value of type `T` and are not labels. */
export type ColumnLike<Row, T> = {
  [K in keyof Row & string]: IsLabel<Row[K]> extends true
    ? never
    : NonNullable<Row[K]> extends NonNullable<T>
      ? K
      : never
}[keyof Row & string]

/** By column of the facts, the column of the left row that it equals. */
export type KeyOf<Left, Fact> = { readonly [K in keyof Fact & string]?: ColumnLike<Left, Fact[K]> }

/** The builder for columns over the facts, `fact`, of one left row, `base`. A bare name means a column of the facts first. */
export type FactBuilder<Left, Fact> = ExpressionBuilder<{ fact: Fact; base: Left }, 'fact' | 'base'>

/** What every helper needs to know: two relations, and which rows of one belong to a row of the other. */
export interface FactsOf<Left, Fact> {
  /** The left relation. Each of its rows is in the result exactly once, with all its columns. */
  readonly onto: Relation<Left>
  /** The facts. A filter on them is a layer with a WHERE; it applies before anything else. */
  readonly of: Relation<Fact> & WithoutLabels<Fact>
  /**
   * Columns of the facts, each with the column of the left row that it equals. A row whose column is NULL has no facts.
   * `{}` for all facts.
   */
  readonly key: KeyOf<Left, Fact>
  /** The time of a fact: when it happened. A fact without one is never seen. */
  readonly at: TimeColumn<Fact>
}

export interface KnownFactsOf<Left, Fact> extends FactsOf<Left, Fact> {
  /** The T0 of the left row. A row without one has no facts. */
  readonly t0: TimeColumn<Left>
  /**
   * The time at which a fact was recorded. Facts that were recorded after the T0, or at an unknown time, are not seen.
   */
  readonly knownAt?: TimeColumn<Fact>
}

export type DefineColumns<Left, Fact, C extends Columns> = (eb: FactBuilder<Left, Fact>) => C
