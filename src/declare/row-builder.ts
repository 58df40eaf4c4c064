import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type ExpressionWrapper,
  type SelectType,
  type SqlBool,
} from 'kysely'

/** An expression over a row. */
type OfRow<Row, T> = ExpressionWrapper<{ row: Row }, 'row', T>

/** The columns of a row type that has them by name. */
type ColumnOf<Row> = string extends keyof Row ? never : keyof Row & string

type Calculation = '+' | '-' | '*' | '/'

/** What a column can be compared or combined with: a value of its type, or an expression of it. */
type Beside<T> = T | Expression<T>

/**
 * The calls that most columns are made of, in plain types. Kysely's own accept and give the same, and much more; for each new
 * row type it costs the type checker many times as much to find that out. What these do not accept is left to those.
 */
interface PlainCalls<Row> {
  // A column that no type has is named `as never`.
  (lhs: never, op: Calculation, rhs: unknown): OfRow<Row, never>
  ref(reference: never): OfRow<Row, never>
  <C extends ColumnOf<Row>>(
    lhs: C,
    op: '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=',
    rhs: Beside<SelectType<Row[C]>>,
  ): OfRow<Row, SqlBool>
  <C extends ColumnOf<Row>>(
    lhs: C,
    op: Calculation,
    rhs: Beside<SelectType<Row[C]>>,
  ): OfRow<Row, SelectType<Row[C]>>
  ref<C extends ColumnOf<Row>>(reference: C): OfRow<Row, SelectType<Row[C]>>
}

/** Kysely's expression builder over the row so far. */
export type RowBuilder<Row> = PlainCalls<Row> & ExpressionBuilder<{ row: Row }, 'row'>

export const rowBuilder = <Row>(): RowBuilder<Row> =>
  expressionBuilder<{ row: Row }, 'row'>() as RowBuilder<Row>
