import { sql } from 'kysely'
import { type Db, FromDraw } from './from-draw.js'
import type { Any, DrawnColumn, Item, Select } from './relations.js'
import { eb } from './references.js'

/** A query with the columns that it gives. */
export interface DrawnQuery {
  readonly query: Select
  readonly columns: readonly DrawnColumn[]
}

const KINDS = ['int', 'text', 'bool'] as const

/** Draws queries over some inputs. */
export class QueryDraw extends FromDraw {
  /** A query of a declaration. */
  draw(db: Db): DrawnQuery {
    const tape = this.tape
    return tape.one<DrawnQuery>({
      plain: () => this.select(db, this.from(db), 2),
      'set operation': () => this.setOperation(db),
      'group by': () => this.grouped(db),
      'group by a key': () => this.groupedByKey(db),
      'recursive with': () => this.recursive(db),
      distinct: () => {
        const { query, columns } = this.select(db, this.from(db), 1)
        return { query: query.distinct(), columns }
      },
      'distinct on': () => this.distinctOn(db),
      limit: () => this.limited(db),
      with: () => this.withQuery(db),
      'set-returning function in SELECT': () => this.setReturning(db),
      selectAll: () => this.selectAll(db),
    })
  }

  protected selections(
    items: readonly Item[],
    windows: boolean,
    most = 4,
  ): { named: never[]; columns: DrawnColumn[] } {
    const columns: DrawnColumn[] = []
    const named = this.tape.list(1, most, () => {
      const kind = this.tape.pick(KINDS)
      const name = this.name(columns)
      columns.push({ name, kind, nullable: true })
      return (this.expression(items, kind, windows, 1) as unknown as { as: (n: string) => never }).as(name)
    })
    return { named, columns }
  }

  protected select(
    _db: Db,
    { query, items }: { query: Select; items: Item[] },
    conditions: number,
  ): DrawnQuery {
    let filtered = query
    for (let n = this.tape.number(conditions + 1); n > 0; n -= 1)
      filtered = filtered.where(this.expression(items, 'bool', false, 1) as never) as never
    const { named, columns } = this.selections(items, this.tape.oneIn(4))
    return { query: filtered.select(named) as never, columns }
  }

  /** All columns of the items, as far as no two have one name. */
  protected selectAll(db: Db): DrawnQuery {
    const { query, items } = this.from(db)
    const filtered = this.tape.oneIn(2)
      ? (query.where(this.expression(items, 'bool', false, 1) as never) as never as Select)
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

  protected grouped(db: Db): DrawnQuery {
    const tape = this.tape
    const { query, items } = this.from(db)
    const keys = this.integer(items)
    const inner = this.expression(items, 'int', false, 0)
    const gate = this.expression(items, 'bool', false, 0)
    const grouped = query
      .where(this.expression(items, 'bool', false, 0) as never)
      .select([
        (
          eb.fn('coalesce', [keys as never, eb.val(-9 as never)]) as unknown as { as: (n: string) => never }
        ).as('k'),
        eb.cast(eb.fn.countAll().filterWhere(gate as never) as never, 'integer').as('cnt'),
        eb.fn.max(inner as never).as('top'),
      ] as never)
      .groupBy((this.tape.oneIn(3) ? sql.ref('k') : sql`coalesce(${keys}, -9)`) as never)
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
  protected groupedByKey(db: Db): DrawnQuery {
    const keyed = this.inputs.find(({ drawn }) => drawn.name === 'up.orders' || drawn.name === 'up.Customers')
    if (!keyed) return this.grouped(db)
    const { columns } = keyed.drawn
    const [key] = columns
    const item: Item = { alias: 'g', columns }
    const items = [item]
    const query = this.join(db.selectFrom(`${keyed.as} as g` as never) as never, items)
    const picked = columns.filter((_, i) => i === 0 || this.tape.oneIn(2))
    const value = this.integer(items)
    return {
      query: query
        .groupBy(`g.${key?.name}` as never)
        .select(picked.map(({ name }) => `g.${name}` as never))
        .select(eb.cast(eb.fn.count(value as never) as never, 'integer').as('cnt') as never) as never,
      columns: [...picked, { name: 'cnt', kind: 'int', nullable: false }],
    }
  }

  protected recursive(db: Db): DrawnQuery {
    const most = 1 + this.tape.number(4)
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
    const start = this.join(named.selectFrom('r' as never) as never, items)
    return this.select(db, { query: start, items }, 1)
  }

  /** Every column of the items, so that only equal rows are left in no order. */
  protected order(items: readonly Item[]): Any {
    return sql.join(
      items.flatMap(({ alias, columns }) => columns.map(({ name }) => eb.ref(`${alias}.${name}` as never))),
    ) as never
  }

  protected distinctOn(db: Db): DrawnQuery {
    const { query, items } = this.from(db)
    const of = this.integer(items)
    const { named, columns } = this.selections(items, false)
    return {
      query: query
        .distinctOn(of as never)
        .select(named)
        .orderBy(of as never)
        .orderBy(this.order(items) as never) as never,
      columns,
    }
  }

  protected limited(db: Db): DrawnQuery {
    const { query, items } = this.from(db)
    const { named, columns } = this.selections(items, false)
    const ordered = query
      .select(named)
      .orderBy(this.order(items) as never)
      .limit(1 + this.tape.number(4))
    return { query: (this.tape.oneIn(2) ? ordered.offset(1) : ordered) as never, columns }
  }

  protected setOperation(db: Db): DrawnQuery {
    const first = this.from(db)
    const kinds = this.tape.list(1, 3, () => this.tape.pick(KINDS))
    const branch = ({ query, items }: { query: Select; items: Item[] }): Select =>
      query
        .where(this.expression(items, 'bool', false, 0) as never)
        .select(
          kinds.map((kind, i) =>
            (this.expression(items, kind, false, 0) as unknown as { as: (n: string) => never }).as(`s${i}`),
          ),
        ) as never
    const operation = this.tape.pick([
      'union',
      'unionAll',
      'intersect',
      'except',
      'intersectAll',
      'exceptAll',
    ] as const)
    this.tape.count(operation)
    const second = branch(this.from(db))
    const limited = this.tape.oneIn(4)
      ? (second.orderBy(sql`1` as never).limit(0) as never as Select)
      : second
    return {
      query: branch(first)[operation](limited as never) as never,
      columns: kinds.map((kind, i) => ({ name: `s${i}`, kind, nullable: true })),
    }
  }

  protected withQuery(db: Db): DrawnQuery {
    const input = this.tape.pick(this.readable())
    // Sometimes a WITH has the name of the input that it reads.
    const name = this.tape.oneIn(2) ? input.as : 'w'
    const where = this.expression([{ alias: 'i', columns: input.drawn.columns }], 'bool', false, 0)
    const named = db.with(
      name,
      (inner) =>
        inner
          .selectFrom(`${input.as} as i` as never)
          .selectAll('i' as never)
          .where(where as never) as never,
    )
    const items: Item[] = [{ alias: 'v', columns: input.drawn.columns }]
    return this.select(db, { query: named.selectFrom(`${name} as v` as never) as never, items }, 1)
  }

  protected setReturning(db: Db): DrawnQuery {
    const { query, items } = this.from(db)
    const { named, columns } = this.selections(items, false, 2)
    const of = this.expression(items, 'int', false, 0)
    const rows = sql`generate_series(1, least(${of}, 3))`.as('many')
    return {
      query: query.select([...named, rows as never]) as never,
      columns: [...columns, { name: 'many', kind: 'int', nullable: true }],
    }
  }
}
