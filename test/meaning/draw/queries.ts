import { expressionBuilder, type ExpressionBuilder, type QueryCreator, sql } from 'kysely'
import { drawExpression, type ExpressionScope } from './expressions.js'
import type { Any, Drawn, DrawnColumn, Item, Kind, Loose, Select } from './relations.js'
import type { Tape } from './tape.js'

type Db = QueryCreator<Loose>
const eb = expressionBuilder<Loose, string>() as ExpressionBuilder<Loose, string>

/** Relations that a query reads, each under the name that its declaration gives it. */
export interface Input {
  readonly as: string
  readonly drawn: Drawn
}

/** A query with the columns that it gives. */
export interface DrawnQuery {
  readonly query: Select
  readonly columns: readonly DrawnColumn[]
}

const KINDS = ['int', 'text', 'bool'] as const
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

/** Draws queries over some inputs. */
export class QueryDraw {
  readonly #tape: Tape
  readonly #inputs: readonly Input[]
  #aliases = 0

  constructor(tape: Tape, inputs: readonly Input[]) {
    this.#tape = tape
    this.#inputs = inputs
  }

  /** A query of a declaration. */
  draw(db: Db): DrawnQuery {
    const tape = this.#tape
    return tape.one<DrawnQuery>({
      plain: () => this.#select(db, this.#from(db), 2),
      'set operation': () => this.#setOperation(db),
      'group by': () => this.#grouped(db),
      'group by a key': () => this.#groupedByKey(db),
      'recursive with': () => this.#recursive(db),
      distinct: () => {
        const { query, columns } = this.#select(db, this.#from(db), 1)
        return { query: query.distinct(), columns }
      },
      'distinct on': () => this.#distinctOn(db),
      limit: () => this.#limited(db),
      with: () => this.#withQuery(db),
      'set-returning function in SELECT': () => this.#setReturning(db),
      selectAll: () => this.#selectAll(db),
    })
  }

  #scope(items: readonly Item[], windows: boolean, depth: number): ExpressionScope {
    const canNest = depth > 0 && this.#readable().length > 0
    return {
      tape: this.#tape,
      items,
      bare: false,
      windows,
      subquery: canNest ? (kind, around) => this.#subquery(kind, around, depth - 1) : undefined,
    }
  }

  #expression(items: readonly Item[], kind: Kind, windows: boolean, depth: number): Any {
    return drawExpression(this.#scope(items, windows, depth), kind, 2)
  }

  #readable(): readonly Input[] {
    return this.#inputs.filter(({ drawn }) => drawn.kind !== 'aggregate')
  }

  /** An alias; a few of them are the names of something else. */
  #alias(taken: readonly Item[]): string {
    this.#aliases += 1
    const wanted = this.#tape.oneIn(2) ? this.#tape.pick(ALIASES) : `t${this.#aliases}`
    return taken.some(({ alias }) => alias === wanted) ? `t${this.#aliases}` : wanted
  }

  #name(taken: readonly DrawnColumn[]): string {
    const wanted = this.#tape.pick(NAMES)
    return taken.some(({ name }) => name === wanted) ? `c${taken.length}` : wanted
  }

  /** FROM and joins, with what they give. */
  #from(db: Db): { query: Select; items: Item[] } {
    const tape = this.#tape
    const start = tape.pick(this.#readable())
    const alias = tape.oneIn(3) ? start.as : this.#alias([])
    const items: Item[] = [{ alias, columns: start.drawn.columns }]
    let query = this.#first(db, start, alias)
    for (let n = tape.number(3); n > 0; n -= 1) query = this.#join(query, items)
    for (const input of this.#inputs)
      if (input.drawn.kind === 'aggregate') query = this.#joinAggregate(query, items, input)
    return { query, items }
  }

  #first(db: Db, { as, drawn }: Input, alias: string): Select {
    return this.#tape.one<unknown>({
      'from input': () => db.selectFrom((as === alias ? as : `${as} as ${alias}`) as never),
      'from subquery': () =>
        db.selectFrom(
          (inner: ExpressionBuilder<Loose, never>) =>
            inner
              .selectFrom(`${as} as i` as never)
              .selectAll('i' as never)
              .where(
                drawExpression(
                  this.#scope([{ alias: 'i', columns: drawn.columns }], false, 0),
                  'bool',
                  2,
                ) as never,
              )
              .as(alias) as never,
        ),
    }) as Select
  }

  #join(query: Select, items: Item[]): Select {
    const tape = this.#tape
    const input = tape.pick(this.#readable())
    const alias = this.#alias(items)
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
      const on = kind === 'fullJoin' ? this.#equality(before, item) : this.#on(before, item)
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
      'lateral join': () => this.#lateral(query, items, input, alias),
      'table function': () => {
        const of = this.#expression(items, 'int', false, 0)
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
  #equality(before: readonly Item[], item: Item): Any {
    return eb(this.#integer(before) as never, '=', this.#integer([item]) as never) as never
  }

  #integer(items: readonly Item[]): Any {
    const found = items.flatMap(({ alias, columns }) =>
      columns.flatMap(({ name, kind }) => (kind === 'int' ? [`${alias}.${name}`] : [])),
    )
    return (found.length > 0 ? eb.ref(this.#tape.pick(found) as never) : eb.val(1 as never)) as never
  }

  #on(before: readonly Item[], item: Item): Any {
    return this.#tape.one<Any>({
      'on equality': () => this.#equality(before, item),
      'on expression': () => this.#expression([...before, item], 'bool', false, 0),
    })
  }

  #lateral(query: Select, items: Item[], { as, drawn }: Input, alias: string): Select {
    const inner: Item = { alias: 'i', columns: drawn.columns }
    const where = this.#expression([...items, inner], 'bool', false, 0)
    const value = this.#expression([...items, inner], 'int', false, 0)
    const isLeft = this.#tape.oneIn(2)
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

  #joinAggregate(query: Select, items: Item[], { as, drawn }: Input): Select {
    const tape = this.#tape
    const alias = tape.oneIn(2) ? as : this.#alias(items)
    if (items.some((item) => item.alias === alias)) return query
    const key = (): Any =>
      tape.one<Any>({
        'key column': () => this.#integer(items),
        'key expression': () => this.#expression(items, 'int', false, 0),
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

  /** One column of a kind, read from some input and perhaps correlated. */
  #subquery(kind: Kind | 'any', around: readonly Item[], depth: number): Any {
    const tape = this.#tape
    const { as, drawn } = tape.pick(this.#readable())
    const alias = this.#alias(tape.oneIn(3) ? [] : around)
    const items = [...around.filter((item) => item.alias !== alias), { alias, columns: drawn.columns }]
    const own = kind === 'any' ? 'int' : kind
    const aggregate = this.#inputs.find((input) => input.drawn.kind === 'aggregate')
    const joins = aggregate !== undefined && this.#tape.oneIn(3)
    const joined: Item | undefined = joins ? { alias: 'agg', columns: aggregate.drawn.columns } : undefined
    if (joined) items.push(joined)
    const value = this.#expression(items, own, false, depth)
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
                  this.#integer(items.filter((item) => item !== joined)),
                ),
              join,
            )) as never,
        )
      : from
    if (joins) this.#tape.count('aggregate in a subquery')
    const query = (start as typeof from).where(this.#expression(items, 'bool', false, depth) as never)
    if (kind === 'any')
      return query.select((value as unknown as { as: (n: string) => never }).as('v')) as never
    const fold = own === 'bool' ? 'bool_or' : 'max'
    const values = query.select((value as unknown as { as: (n: string) => never }).as('v')).as('q')
    return eb
      .selectFrom(values as never)
      .select(eb.fn(fold, [eb.ref('q.v' as never)]).as('v') as never) as never
  }

  #selections(
    items: readonly Item[],
    windows: boolean,
    most = 4,
  ): { named: never[]; columns: DrawnColumn[] } {
    const columns: DrawnColumn[] = []
    const named = this.#tape.list(1, most, () => {
      const kind = this.#tape.pick(KINDS)
      const name = this.#name(columns)
      columns.push({ name, kind, nullable: true })
      return (this.#expression(items, kind, windows, 1) as unknown as { as: (n: string) => never }).as(name)
    })
    return { named, columns }
  }

  #select(_db: Db, { query, items }: { query: Select; items: Item[] }, conditions: number): DrawnQuery {
    let filtered = query
    for (let n = this.#tape.number(conditions + 1); n > 0; n -= 1)
      filtered = filtered.where(this.#expression(items, 'bool', false, 1) as never) as never
    const { named, columns } = this.#selections(items, this.#tape.oneIn(4))
    return { query: filtered.select(named) as never, columns }
  }

  /** All columns of the items, as far as no two have one name. */
  #selectAll(db: Db): DrawnQuery {
    const { query, items } = this.#from(db)
    const filtered = this.#tape.oneIn(2)
      ? (query.where(this.#expression(items, 'bool', false, 1) as never) as never as Select)
      : query
    const chosen: Item[] = []
    for (const item of items) {
      const taken = new Set(chosen.flatMap(({ columns }) => columns.map(({ name }) => name)))
      if (!item.columns.some(({ name }) => taken.has(name))) chosen.push(item)
    }
    return {
      query: filtered.selectAll(chosen.map(({ alias }) => alias) as never) as never,
      columns: chosen.flatMap(({ columns }) => columns),
    }
  }

  #grouped(db: Db): DrawnQuery {
    const tape = this.#tape
    const { query, items } = this.#from(db)
    const keys = this.#integer(items)
    const inner = this.#expression(items, 'int', false, 0)
    const gate = this.#expression(items, 'bool', false, 0)
    const grouped = query
      .where(this.#expression(items, 'bool', false, 0) as never)
      .select([
        (
          eb.fn('coalesce', [keys as never, eb.val(-9 as never)]) as unknown as { as: (n: string) => never }
        ).as('k'),
        eb.cast(eb.fn.countAll().filterWhere(gate as never) as never, 'integer').as('cnt'),
        eb.fn.max(inner as never).as('top'),
      ] as never)
      .groupBy((this.#tape.oneIn(3) ? sql.ref('k') : sql`coalesce(${keys}, -9)`) as never)
    const columns: DrawnColumn[] = [
      { name: 'k', kind: 'int', nullable: false },
      { name: 'cnt', kind: 'int', nullable: false },
      { name: 'top', kind: 'int', nullable: true },
    ]
    return {
      query: (tape.oneIn(2) ? grouped.having(sql`count(*) > ${tape.number(3)}` as never) : grouped) as never,
      columns,
    }
  }

  /** GROUP BY the key of a source alone, and columns that it decides. */
  #groupedByKey(db: Db): DrawnQuery {
    const keyed = this.#inputs.find(
      ({ drawn }) => drawn.name === 'up.orders' || drawn.name === 'up.Customers',
    )
    if (!keyed) return this.#grouped(db)
    const { columns } = keyed.drawn
    const [key] = columns
    const item: Item = { alias: 'g', columns }
    const items = [item]
    const query = this.#join(db.selectFrom(`${keyed.as} as g` as never) as never, items)
    const picked = columns.filter((_, i) => i === 0 || this.#tape.oneIn(2))
    const value = this.#integer(items)
    return {
      query: query
        .groupBy(`g.${key?.name}` as never)
        .select(picked.map(({ name }) => `g.${name}` as never))
        .select(eb.cast(eb.fn.count(value as never) as never, 'integer').as('cnt') as never) as never,
      columns: [...picked, { name: 'cnt', kind: 'int', nullable: false }],
    }
  }

  #recursive(db: Db): DrawnQuery {
    const most = 1 + this.#tape.number(4)
    const named = db.withRecursive(
      'r(n)' as never,
      (inner: Db) =>
        inner.selectNoFrom(sql<number>`1`.as('n') as never).unionAll(
          inner
            .selectFrom('r' as never)
            .select(sql`n + 1`.as('n') as never)
            .where(sql`n < ${most}` as never) as never,
        ) as never,
    )
    const items: Item[] = [{ alias: 'r', columns: [{ name: 'n', kind: 'int', nullable: false }] }]
    const start = this.#join(named.selectFrom('r' as never) as never, items)
    return this.#select(db, { query: start, items }, 1)
  }

  /** Every column of the items, so that only equal rows are left in no order. */
  #order(items: readonly Item[]): Any {
    return sql.join(
      items.flatMap(({ alias, columns }) => columns.map(({ name }) => eb.ref(`${alias}.${name}` as never))),
    ) as never
  }

  #distinctOn(db: Db): DrawnQuery {
    const { query, items } = this.#from(db)
    const of = this.#integer(items)
    const { named, columns } = this.#selections(items, false)
    return {
      query: query
        .distinctOn(of as never)
        .select(named)
        .orderBy(of as never)
        .orderBy(this.#order(items) as never) as never,
      columns,
    }
  }

  #limited(db: Db): DrawnQuery {
    const { query, items } = this.#from(db)
    const { named, columns } = this.#selections(items, false)
    const ordered = query
      .select(named)
      .orderBy(this.#order(items) as never)
      .limit(1 + this.#tape.number(4))
    return { query: (this.#tape.oneIn(2) ? ordered.offset(1) : ordered) as never, columns }
  }

  #setOperation(db: Db): DrawnQuery {
    const first = this.#from(db)
    const kinds = this.#tape.list(1, 3, () => this.#tape.pick(KINDS))
    const branch = ({ query, items }: { query: Select; items: Item[] }): Select =>
      query
        .where(this.#expression(items, 'bool', false, 0) as never)
        .select(
          kinds.map((kind, i) =>
            (this.#expression(items, kind, false, 0) as unknown as { as: (n: string) => never }).as(`s${i}`),
          ),
        ) as never
    const operation = this.#tape.pick([
      'union',
      'unionAll',
      'intersect',
      'except',
      'intersectAll',
      'exceptAll',
    ] as const)
    this.#tape.count(operation)
    const second = branch(this.#from(db))
    const limited = this.#tape.oneIn(4)
      ? (second.orderBy(sql`1` as never).limit(0) as never as Select)
      : second
    return {
      query: branch(first)[operation](limited as never) as never,
      columns: kinds.map((kind, i) => ({ name: `s${i}`, kind, nullable: true })),
    }
  }

  #withQuery(db: Db): DrawnQuery {
    const input = this.#tape.pick(this.#readable())
    // Sometimes a WITH has the name of the input that it reads.
    const name = this.#tape.oneIn(2) ? input.as : 'w'
    const where = this.#expression([{ alias: 'i', columns: input.drawn.columns }], 'bool', false, 0)
    const named = db.with(
      name,
      (inner) =>
        inner
          .selectFrom(`${input.as} as i` as never)
          .selectAll('i' as never)
          .where(where as never) as never,
    )
    const items: Item[] = [{ alias: 'v', columns: input.drawn.columns }]
    return this.#select(db, { query: named.selectFrom(`${name} as v` as never) as never, items }, 1)
  }

  #setReturning(db: Db): DrawnQuery {
    const { query, items } = this.#from(db)
    const { named, columns } = this.#selections(items, false, 2)
    const of = this.#expression(items, 'int', false, 0)
    const rows = sql`generate_series(1, least(${of}, 3))`.as('many')
    return {
      query: query.select([...named, rows as never]) as never,
      columns: [...columns, { name: 'many', kind: 'int', nullable: true }],
    }
  }
}

const hasInteger = (items: readonly Item[]): boolean =>
  items.some(({ columns }) => columns.some(({ kind }) => kind === 'int'))

const nullableOf = (column: DrawnColumn): DrawnColumn => ({ ...column, nullable: true })
