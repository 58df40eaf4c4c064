import type { Draw } from '../../../src/meaning/draw.js'

/** A table of `tables.ts`: when its rows were recorded, what it can be joined to a listing by, and a number in it. */
interface Table {
  readonly name: string
  readonly knownAt: string
  readonly links: readonly string[]
  readonly value: string
  readonly key: readonly string[]
}

const TABLES: readonly Table[] = [
  {
    name: 'sighting',
    knownAt: 'recorded_at',
    links: ['listing_id'],
    value: 'amount',
    key: ['listing_id', 'no'],
  },
  { name: 'income', knownAt: 'recorded_at', links: ['model'], value: 'amount', key: ['model', 'no'] },
  {
    name: 'listing',
    knownAt: 'listed_at',
    links: ['listing_id', 'model', 'seller', 'listed_at'],
    value: 'price',
    key: ['listing_id'],
  },
]

/**
 * Draws the query of an entrypoint: reads of other tables in many forms, with conditions that bound what they see, that
 * seem to, or that do not, at places where they count and where they do not. T0 is `l.listed_at`.
 */
export function drawEntrypoint(draw: Draw): string {
  let names = 0
  const fresh = (): string => `x${(names += 1)}`
  const maybe = (text: () => string, of = 2): string => (draw.oneIn(of) ? text() : '')

  const bound = (time: string, by: string): string =>
    draw.pick([
      `${time} <= ${by}`,
      `${time} <= ${by}`,
      `${by} > ${time}`,
      `NOT (${time} > ${by})`,
      `(${time} < ${by}) IS TRUE`,
      `${time} BETWEEN ${by} - interval '200 hours' AND ${by}`,
      `${time} + interval '1 hour' <= ${by}`,
      `${time} <= date_trunc('day', ${by}, 'UTC')`,
      `${time} <= least(${by}, ${by} - interval '5 hours')`,
      `${time} = ${by}`,
      `${time} <= ${by} + interval '30 hours'`,
      `(${time} <= ${by} OR ${time} IS NULL)`,
      `${time} >= ${by}`,
      `coalesce(${time} <= ${by}, true)`,
      `${time} IS NOT NULL`,
    ])
  const link = (table: Table, x: string, to: string): string => {
    const column = draw.pick(table.links)
    return `${x}.${column} = ${to}.${column}`
  }
  const table = (): Table => draw.pick(TABLES)
  const from = (one: Table, x: string): string => `shop.${one.name} ${x}`

  /** Rows of a table beside a listing `to`, whose T0 bounds them or not. */
  const rows = (to: string, selected: (x: string, one: Table) => string): string => {
    const [x, one] = [fresh(), table()]
    return `SELECT ${selected(x, one)} FROM ${from(one, x)} WHERE ${link(one, x, to)} AND ${bound(`${x}.${one.knownAt}`, `${to}.listed_at`)}`
  }
  const aggregate = (x: string, one: Table, by: string): string => {
    const filter = maybe(() => ` FILTER (WHERE ${bound(`${x}.${one.knownAt}`, by)})`)
    return `${draw.pick(['count(*)', `max(${x}.${one.value})`, `sum(${x}.${one.value})`])}${filter}`
  }
  /** @param once whether no join gives several rows of one of the table, so that its key makes an order total. */
  const over = (x: string, one: Table, once: boolean): string => {
    const by = draw.pick([one.knownAt, `${one.knownAt} DESC`, `${one.knownAt} NULLS FIRST`, one.value])
    const whole = [`sum(${x}.${one.value})`, 'count(*)', 'rank()', 'percent_rank()']
    const partition = maybe(() => `PARTITION BY ${x}.${draw.pick([...one.links, one.knownAt])} `)
    if (draw.oneIn(2) || !once) {
      const frame = draw.pick(['', ' RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP'])
      return `${draw.pick(whole)} OVER (${partition}ORDER BY ${x}.${by}${frame})`
    }
    // Where rows are counted, their order must be total: gate A2 sees to that.
    const order = [`${x}.${by}`, ...one.key.map((column) => `${x}.${column}`)].join(', ')
    const frame = draw.pick([
      ' ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING',
      ' ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING',
    ])
    return `${draw.pick([...whole, `lag(${x}.${one.value})`])} OVER (${partition}ORDER BY ${order}${frame})`
  }

  /** A subquery with one column `v`, for a lateral join beside `to`. */
  const beside = (to: string, depth: number): string =>
    draw.pick([
      () => rows(to, (x, one) => `${aggregate(x, one, `${to}.listed_at`)} AS v`),
      () =>
        rows(
          to,
          (x, one) =>
            `${aggregate(x, one, `${to}.listed_at`)} + coalesce(${aggregate(x, one, `${to}.listed_at`)}, 0) AS v`,
        ),
      () => `${rows(to, (x, one) => `${x}.${one.value} AS v`)} ORDER BY 1 DESC LIMIT 1`,
      () =>
        `${rows(to, (x, one) => `${x}.${one.value} AS v`)} ${draw.pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])} ${rows(to, (x, one) => `${x}.${one.value} AS v`)}`,
      () => rows(to, (x, one) => `${over(x, one, true)} AS v`),
      () =>
        depth > 0
          ? `SELECT count(*) AS v FROM (${beside(to, depth - 1)} ${maybe(() => 'OFFSET 0')}) q WHERE q.v > 1`
          : rows(to, () => 'count(*) AS v'),
    ])()

  /** A join of a subquery of its own, by the key of the listing or something else. */
  const grouped = (): string => {
    const [o, x, q, one] = [fresh(), fresh(), fresh(), table()]
    const by = draw.pick(['listing_id', 'listing_id', 'model', 'listed_at'])
    const condition = bound(`${x}.${one.knownAt}`, `${o}.listed_at`)
    const join = `${draw.pick(['JOIN', 'LEFT JOIN'])} ${from(one, x)} ON ${link(one, x, o)} AND ${condition}`
    const outer = draw.pick(['JOIN', 'LEFT JOIN'])
    const also = maybe(() => ` AND ${q}.v > 1`)
    return draw.pick([
      `${outer} (SELECT ${o}.${by}, count(${x}.${one.value}) AS v FROM shop.listing ${o} ${join} GROUP BY ${o}.${by}) ${q} ON ${q}.${by} = l.${by}${also}`,
      `${outer} (SELECT DISTINCT ${o}.${by}, ${x}.${one.value} AS v FROM shop.listing ${o} ${join}) ${q} ON ${q}.${by} = l.${by}${also}`,
      `${outer} (SELECT DISTINCT ON (${o}.${by}) ${o}.${by}, ${x}.${one.value} AS v FROM shop.listing ${o} ${join} ORDER BY ${o}.${by}, 2) ${q} ON ${q}.${by} = l.${by}${also}`,
      `${outer} (SELECT ${o}.${by}, ${over(o, TABLES[2] as Table, true)} AS v FROM shop.listing ${o}) ${q} ON ${q}.${by} = l.${by}${also}`,
    ])
  }
  const plain = (): string => {
    const [x, one] = [fresh(), table()]
    const joined = `${from(one, x)} ON ${link(one, x, 'l')}`
    // Postgres joins in full by equalities alone.
    if (draw.oneIn(4)) return `FULL JOIN ${joined}`
    return `${draw.pick(['JOIN', 'LEFT JOIN'])} ${joined} AND ${bound(`${x}.${one.knownAt}`, 'l.listed_at')}`
  }
  const lateral = (): string => {
    const joined = `LATERAL (${beside('l', 1)}) ${fresh()}`
    return draw.oneIn(2) ? `CROSS JOIN ${joined}` : `LEFT JOIN ${joined} ON true`
  }

  /** Columns of the listing behind a row that may be missing. */
  const behind: string[] = []
  const optional = (): string => {
    const [x, b] = [fresh(), fresh()]
    behind.push(x)
    const selected = 'l.listing_id AS k, l.model AS m, l.listed_at AS at'
    return `LEFT JOIN LATERAL (SELECT ${selected} FROM shop.brand ${b} WHERE ${b}.model = l.model AND ${b}.brand = 'red') ${x} ON true`
  }
  const joins = Array.from({ length: 1 + draw.below(2) }, () =>
    draw.pick([grouped, plain, lateral, optional])(),
  )
  const seen = [...joins.join(' ').matchAll(/\) (x\d+)(?= ON|$)/g)]
    .filter(([, name = '']) => !behind.includes(name))
    .map(([, name]) => `${name}.v`)
  const condition = draw.pick([
    '',
    '',
    ` WHERE EXISTS (${rows('l', () => '')})`,
    ` WHERE NOT EXISTS (${rows('l', () => '')})`,
    ` WHERE l.price > (${rows('l', (x, one) => `count(${x}.${one.value})`)})`,
  ])
  const window = maybe(() => `, ${over('l', TABLES[2] as Table, false)} AS w`, 4)
  const values = seen.map((value, at) => `, ${value} AS v${at}`).join('')
  const overBehind = behind.map((x, at) => {
    const by = draw.pick([
      `PARTITION BY ${x}.k`,
      `PARTITION BY l.listing_id, ${x}.m`,
      `PARTITION BY l.model ORDER BY ${x}.at`,
    ])
    return `, sum(l.price) OVER (${by}) AS b${at}`
  })
  const [first] = behind
  const known =
    first === undefined
      ? ''
      : maybe(
          () =>
            `${condition === '' ? ' WHERE' : ' AND'} ${draw.pick([`${first}.at <= l.listed_at`, `${first}.k IS NOT NULL`])}`,
          3,
        )
  // Rows that are equal in all of it are the same: gate A2 sees to that.
  const outputs = 3 + seen.length + (window === '' ? 0 : 1) + behind.length
  const all = Array.from({ length: outputs }, (_, at) => at + 1).join(', ')
  const by = draw.pick(['l.listing_id', `${first}.k`])
  const isChosen = first !== undefined && draw.oneIn(4)
  const chosen = isChosen ? `DISTINCT ON (${by}) ` : ''
  const order = isChosen ? ` ORDER BY ${by}, l.listed_at DESC, ${all}` : ''
  const selected = `l.listing_id, l.listed_at AS t0, l.price${values}${window}${overBehind.join('')}`
  return `SELECT ${chosen}${selected} FROM shop.listing l ${joins.join(' ')}${condition}${known}${order}`
}
