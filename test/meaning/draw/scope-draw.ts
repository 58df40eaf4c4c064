import { drawExpression } from './expressions.js'
import { eb, type ExpressionScope } from './references.js'
import type { Any, Drawn, DrawnColumn, Item, Kind } from './relations.js'
import type { Tape } from './tape.js'

/** Relations that a query reads, each under the name that its declaration gives it. */
export interface Input {
  readonly as: string
  readonly drawn: Drawn
}

const ALIASES = [
  't',
  'u',
  'orders',
  'step',
  'found',
  'asked',
  'empty',
  'Row 1',
  'img_1',
  'image_rows',
  'p_q',
  'l',
  'order',
  '__proto__',
  'L',
] as const
const NAMES = [
  'n',
  'a',
  'b',
  'id',
  'first',
  'Odd name',
  'val"ue',
  'constructor',
  'step_1',
  'x_1',
  'amount',
] as const

/** Draws expressions over some inputs, and queries in them. */
export class ScopeDraw {
  protected readonly tape: Tape
  protected readonly inputs: readonly Input[]
  private aliases = 0

  constructor(tape: Tape, inputs: readonly Input[]) {
    this.tape = tape
    this.inputs = inputs
  }

  protected scope(items: readonly Item[], windows: boolean, depth: number): ExpressionScope {
    const canNest = depth > 0 && this.readable().length > 0
    return {
      tape: this.tape,
      items,
      bare: false,
      windows,
      subquery: canNest ? (kind, around) => this.subquery(kind, around, depth - 1) : undefined,
    }
  }

  protected expression(items: readonly Item[], kind: Kind, windows: boolean, depth: number): Any {
    return drawExpression(this.scope(items, windows, depth), kind, 2)
  }

  protected readable(): readonly Input[] {
    return this.inputs.filter(({ drawn }) => drawn.kind !== 'aggregate')
  }

  /** An alias; a few of them are the names of something else. */
  protected alias(taken: readonly Item[]): string {
    this.aliases += 1
    const wanted = this.tape.oneIn(2) ? this.tape.pick(ALIASES) : `t${this.aliases}`
    return taken.some(({ alias }) => alias === wanted) ? `t${this.aliases}` : wanted
  }

  protected name(taken: readonly DrawnColumn[]): string {
    const wanted = this.tape.pick(NAMES)
    return taken.some(({ name }) => name === wanted) ? `c${taken.length}` : wanted
  }

  protected integer(items: readonly Item[]): Any {
    const found = items.flatMap(({ alias, columns }) =>
      columns.flatMap(({ name, kind }) => (kind === 'int' ? [`${alias}.${name}`] : [])),
    )
    return (found.length > 0 ? eb.ref(this.tape.pick(found) as never) : eb.val(1 as never)) as never
  }

  /** One column of a kind, read from some input and perhaps correlated. */
  protected subquery(kind: Kind | 'any', around: readonly Item[], depth: number): Any {
    const tape = this.tape
    const { as, drawn } = tape.pick(this.readable())
    const alias = this.alias(tape.oneIn(3) ? [] : around)
    const items = [...around.filter((item) => item.alias !== alias), { alias, columns: drawn.columns }]
    const own = kind === 'any' ? 'int' : kind
    const aggregate = this.inputs.find((input) => input.drawn.kind === 'aggregate')
    const joins = aggregate !== undefined && this.tape.oneIn(3)
    const joined: Item | undefined = joins ? { alias: 'agg', columns: aggregate.drawn.columns } : undefined
    if (joined) items.push(joined)
    const value = this.expression(items, own, false, depth)
    const from = eb.selectFrom(`${as} as ${alias}` as never)
    const start = joins
      ? from.innerJoin(
          `${aggregate.as} as agg` as never,
          ((join: { on: (...args: unknown[]) => unknown }) =>
            aggregate.drawn.by.reduce<unknown>(
              (j, key) =>
                (j as typeof join).on(
                  `agg.${key}`,
                  '=',
                  this.integer(items.filter((item) => item !== joined)),
                ),
              join,
            )) as never,
        )
      : from
    if (joins) this.tape.count('aggregate in a subquery')
    const query = (start as typeof from).where(this.expression(items, 'bool', false, depth) as never)
    if (kind === 'any')
      // Made into an array, its order would be any.
      return query
        .select((value as unknown as { as: (n: string) => never }).as('v'))
        .orderBy('v' as never) as never
    const fold = own === 'bool' ? 'bool_or' : 'max'
    const values = query.select((value as unknown as { as: (n: string) => never }).as('v')).as('q')
    return eb
      .selectFrom(values as never)
      .select(eb.fn(fold, [eb.ref('q.v' as never)]).as('v') as never) as never
  }
}
