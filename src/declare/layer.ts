import { type Expression, NOOP_QUERY_EXECUTOR, QueryCreator, SelectQueryNode } from 'kysely'
import { type CallSite, callSite } from './call-site.js'
import { type ColumnRow, type Columns, madeColumns } from './column.js'
import { recorded } from './recorded.js'
import { type RowBuilder, rowBuilder } from './row-builder.js'
import type {
  BuilderCall,
  ColumnDeclaration,
  DatabaseOf,
  Declaration,
  Inputs,
  QueryDeclaration,
  Relation,
} from './relation.js'

type Merge<A, B> = { [K in keyof A | keyof B]: K extends keyof B ? B[K] : K extends keyof A ? A[K] : never }

/** A query with a name, to which columns can be added step by step. */
export interface Query<Row> extends Relation<Row> {
  readonly declaration: QueryDeclaration
  /**
   * Adds columns that are computed from the row so far. The columns of one call cannot refer to each other: columns
   * that build on them go into the next call.
   */
  columns<C extends Columns>(define: (eb: RowBuilder<Row>) => C): Query<Merge<Row, ColumnRow<C>>>
  /**
   * The same, for expensive expressions that are used more than once: Postgres evaluates them once per row instead of
   * copying them into every expression that mentions them.
   */
  once<C extends Columns>(define: (eb: RowBuilder<Row>) => C): Query<Merge<Row, ColumnRow<C>>>
  /**
   * Conditions that must be true for every row; NULL is not true. A build proves them where it can. Those that it cannot
   * prove are checked on the rows when a store that reads this is certified.
   *
   * @example
   * offers.invariants((eb) => ({
   *   sold_after_offered: column('Nothing is sold before it is offered.', isNotTrue(eb('sold_on', '<', eb.ref('offered_on')))),
   * }))
   */
  invariants(define: (eb: RowBuilder<Row>) => Columns): Query<Row>
  /**
   * Of a layer: a view that reads it several times computes it once, with WITH … AS MATERIALIZED. Without this, Postgres
   * computes a layer wherever it is read, which lets it skip rows that a reader does not want. To compute it once for
   * several views, store it.
   */
  materialized(): Query<Row>
  /** Comments for columns that the query itself selects. A column that is passed on keeps its comment without this. */
  describe(comments: { readonly [K in keyof Row]?: string }): Query<Row>
}

/** The part of Kysely's select query builder that is needed here. Other expressions lack the flag. */
interface SelectExpression<Row> extends Expression<Row> {
  readonly isSelectQueryBuilder: true
}

/** Builds a query over its inputs; nothing else is in its scope. */
type Build<I extends Inputs, Row> = (db: QueryCreator<DatabaseOf<I>>) => SelectExpression<Row>

/**
 * A named query that is nested into the queries that read it. It is not an object of the database.
 *
 * @param inputs What it reads, under the names the query uses: sources, layers, views or aggregates.
 * @example
 * export const cheap = layer('cheap', 'Offers below 100.', { o: offers }, (db) =>
 *   db.selectFrom('o').selectAll('o').where('o.price', '<', 100),
 * )
 */
export function layer<I extends Inputs, Row>(
  name: string,
  comment: string,
  inputs: I,
  build: Build<I, Row>,
): Query<Row> {
  return query({
    kind: 'layer',
    name,
    comment,
    site: callSite(layer),
    ...declared(inputs, build),
    steps: [],
    descriptions: {},
  })
}

/**
 * A query that becomes a view of the database.
 *
 * @param name `schema.view`, unquoted.
 */
export function view<I extends Inputs, Row>(
  name: string,
  comment: string,
  inputs: I,
  build: Build<I, Row>,
): Query<Row> {
  return query({
    kind: 'view',
    name,
    comment,
    site: callSite(view),
    ...declared(inputs, build),
    steps: [],
    descriptions: {},
  })
}

/** The API of a query over its declaration. */
export function query<Row>(declaration: QueryDeclaration): Query<Row> {
  const step = <C extends Columns>(define: (eb: RowBuilder<Row>) => C, once: boolean) => {
    try {
      const columns = madeColumns(define(rowBuilder<Row>()))
      return query<Merge<Row, ColumnRow<C>>>({
        ...declaration,
        steps: [...declaration.steps, { columns, once }],
      })
    } catch (error) {
      return query<Merge<Row, ColumnRow<C>>>({ ...declaration, thrown: asError(error) })
    }
  }
  const withInvariants = (define: (eb: RowBuilder<Row>) => Columns): Query<Row> => {
    try {
      const more = madeColumns(define(rowBuilder<Row>()))
      const known = declaration.invariants ?? {}
      const twice = Object.keys(more).find((name) => Object.hasOwn(known, name))
      if (twice !== undefined) throw new TypeError(`the invariant "${twice}" is declared twice`)
      return query({ ...declaration, invariants: { ...known, ...more } })
    } catch (error) {
      return query({ ...declaration, thrown: asError(error) })
    }
  }
  return {
    declaration,
    invariants: withInvariants,
    columns: (define) => step(define, false),
    once: (define) => step(define, true),
    materialized: () => query({ ...declaration, materialized: true }),
    describe: (comments) =>
      query({ ...declaration, descriptions: { ...declaration.descriptions, ...comments } }),
  }
}

function declared<I extends Inputs, Row>(
  inputs: I,
  build: Build<I, Row>,
): Pick<QueryDeclaration, 'inputs' | 'query' | 'calls' | 'thrown'> {
  // An input is undefined when modules import each other in a cycle: the types cannot express that, so compile reports
  // it.
  const declarations = Object.fromEntries(
    Object.entries(inputs).map(([as, input]) => [as, input?.declaration]),
  )
  try {
    const calls: BuilderCall[] = []
    const db = new QueryCreator<DatabaseOf<I>>({ executor: NOOP_QUERY_EXECUTOR })
    const built = build(recorded(db, calls))
    if (typeof built?.toOperationNode !== 'function')
      throw new TypeError('the callback does not return a query')
    const node = built.toOperationNode()
    return { inputs: declarations, ...(SelectQueryNode.is(node) && { query: node, calls }) }
  } catch (error) {
    return { inputs: declarations, thrown: asError(error) }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/**
 * A query over the rows of `of` with all its columns and one more for each invariant. It is not an object of the database.
 */
export const contractOf = (
  of: Declaration | undefined,
  invariants: Readonly<Record<string, ColumnDeclaration>>,
  site: CallSite,
): QueryDeclaration => ({
  kind: 'layer',
  name: 'contract',
  comment: 'The invariants of every row.',
  site,
  ...declared({ row: { declaration: of } as Relation<object> }, (db) =>
    db.selectFrom('row').selectAll('row'),
  ),
  steps: [{ columns: invariants, once: false }],
  descriptions: {},
})
