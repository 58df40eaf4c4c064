import { type ExpressionBuilder, type QueryCreator, sql } from 'kysely'
import { drawExpression } from './expressions.js'
import type { Any, DrawnColumn, Item, Loose, Select } from './relations.js'
import { eb } from './references.js'
import { type Input, ScopeDraw } from './scope-draw.js'

export type Db = QueryCreator<Loose>

/** Draws FROM items and joins. */
export class FromDraw extends ScopeDraw {
  /** FROM and joins, with what they give. */
  protected from(db: Db): { query: Select; items: Item[] } {
    const tape = this.tape
    const start = tape.pick(this.readable())
    const alias = tape.oneIn(3) ? start.as : this.alias([])
    const items: Item[] = [{ alias, columns: start.drawn.columns }]
    let query = this.first(db, start, alias)
    for (let n = tape.number(3); n > 0; n -= 1) query = this.join(query, items)
    for (const input of this.inputs)
      if (input.drawn.kind === 'aggregate') query = this.joinAggregate(query, items, input)
    return { query, items }
  }

  protected first(db: Db, { as, drawn }: Input, alias: string): Select {
    return this.tape.one<unknown>({
      'from input': () => db.selectFrom((as === alias ? as : `${as} as ${alias}`) as never),
      'from subquery': () =>
        db.selectFrom(
          (inner: ExpressionBuilder<Loose, never>) =>
            inner
              .selectFrom(`${as} as i` as never)
              .selectAll('i' as never)
              .where(
                drawExpression(
                  this.scope([{ alias: 'i', columns: drawn.columns }], false, 0),
                  'bool',
                  2,
                ) as never,
              )
              .as(alias) as never,
        ),
    }) as Select
  }

  protected join(query: Select, items: Item[]): Select {
    const tape = this.tape
    const input = tape.pick(this.readable())
    const alias = this.alias(items)
    const item = { alias, columns: input.drawn.columns }
    const table = `${input.as} as ${alias}` as never
    const outer = (kind: 'leftJoin' | 'rightJoin' | 'fullJoin' | 'innerJoin') => {
      const before = [...items]
      items.push(item)
      // Postgres makes a FULL JOIN only of columns that are equal.
      if (kind === 'fullJoin' && ![before, [item]].every(hasInteger)) return query.crossJoin(table) as never
      if (kind === 'rightJoin' || kind === 'fullJoin')
        before.forEach(
          ({ alias: name, columns }, i) => (items[i] = { alias: name, columns: columns.map(nullableOf) }),
        )
      const on = kind === 'fullJoin' ? this.equality(before, item) : this.on(before, item)
      return (query[kind] as Select['innerJoin'])(table, ((join: { on: (condition: Any) => unknown }) =>
        join.on(on)) as never) as never as Select
    }
    return tape.one<Select>({
      'inner join': () => outer('innerJoin'),
      'left join': () => outer('leftJoin'),
      'right join': () => outer('rightJoin'),
      'full join': () => outer('fullJoin'),
      'cross join': () => {
        items.push(item)
        return query.crossJoin(table) as never
      },
      'lateral join': () => this.lateral(query, items, input, alias),
      'table function': () => {
        const of = this.expression(items, 'int', false, 0)
        items.push({ alias, columns: [{ name: 'n', kind: 'int', nullable: false }] })
        return query.innerJoinLateral(
          sql`generate_series(1, least(${of}, 3))`.as(sql`${sql.id(alias)}(n)`) as never,
          (join: { onTrue: () => unknown }) => join.onTrue() as never,
        ) as never
      },
      values: () => {
        const columns: DrawnColumn[] = [
          { name: 'code', kind: 'int', nullable: false },
          { name: 'label', kind: 'text', nullable: true },
        ]
        items.push({ alias, columns })
        return query.crossJoin(
          sql`(values (1, 'x'), (2, null))`.as(sql`${sql.id(alias)}(code, label)`) as never,
        ) as never
      },
    })
  }

  /** An equality, as a FULL JOIN needs. */
  protected equality(before: readonly Item[], item: Item): Any {
    return eb(this.integer(before) as never, '=', this.integer([item]) as never) as never
  }

  protected on(before: readonly Item[], item: Item): Any {
    return this.tape.one<Any>({
      'on equality': () => this.equality(before, item),
      'on expression': () => this.expression([...before, item], 'bool', false, 0),
    })
  }

  protected lateral(query: Select, items: Item[], { as, drawn }: Input, alias: string): Select {
    const inner: Item = { alias: 'i', columns: drawn.columns }
    const where = this.expression([...items, inner], 'bool', false, 0)
    const value = this.expression([...items, inner], 'int', false, 0)
    const isLeft = this.tape.oneIn(2)
    items.push({ alias, columns: [{ name: 'v', kind: 'int', nullable: true }] })
    const sub = (of: ExpressionBuilder<Loose, never>): never =>
      of
        .selectFrom(`${as} as i` as never)
        .where(where as never)
        .select((value as unknown as { as: (name: string) => never }).as('v'))
        .as(alias) as never
    const onTrue = (join: { onTrue: () => unknown }): never => join.onTrue() as never
    return (isLeft ? query.leftJoinLateral(sub, onTrue) : query.innerJoinLateral(sub, onTrue)) as never
  }

  protected joinAggregate(query: Select, items: Item[], { as, drawn }: Input): Select {
    const tape = this.tape
    const alias = tape.oneIn(2) ? as : this.alias(items)
    if (items.some((item) => item.alias === alias)) return query
    const key = (): Any =>
      tape.one<Any>({
        'key column': () => this.integer(items),
        'key expression': () => this.expression(items, 'int', false, 0),
      })
    const keys = drawn.by.map((name) => [name, key()] as const)
    tape.count('aggregate')
    items.push({ alias, columns: drawn.columns })
    return query.innerJoin(
      (as === alias ? as : `${as} as ${alias}`) as never,
      (join: { on: (...args: unknown[]) => unknown }) =>
        keys.reduce<unknown>(
          (j, [name, expression]) => (j as typeof join).on(`${alias}.${name}`, '=', expression),
          join,
        ) as never,
    ) as never
  }
}

const hasInteger = (items: readonly Item[]): boolean =>
  items.some(({ columns }) => columns.some(({ kind }) => kind === 'int'))

const nullableOf = (column: DrawnColumn): DrawnColumn => ({ ...column, nullable: true })
