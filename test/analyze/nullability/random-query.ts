/** A column that an expression may name. */
export interface Column {
  readonly ref: string
  readonly type: 'int' | 'bool' | 'text'
}

export interface From {
  readonly sql: string
  readonly columns: readonly Column[]
}

export interface RandomQuery {
  readonly sql: string
  readonly types: readonly Column['type'][]
}

type Tables = Readonly<Record<string, readonly Column[]>>

/** Makes a piece of SQL. */
type Make<T = string> = () => T

/** What the makers of more shapes are given: random choices, and the makers of all shapes. */
export interface Kit {
  readonly chance: (p: number) => boolean
  readonly pick: <T>(items: readonly [T, ...T[]]) => T
  readonly times: <T>(count: number, make: () => T) => T[]
  readonly upTo: (most: number) => number
  readonly alias: () => string
  readonly column: (columns: readonly Column[], type: Column['type']) => string
  readonly int: (columns: readonly Column[], depth: number) => string
  readonly bool: (columns: readonly Column[], depth: number) => string
  readonly text: (columns: readonly Column[], depth: number) => string
  readonly ofType: (type: Column['type'], columns: readonly Column[], depth: number) => string
  /** The columns of `r.b` under a name. */
  readonly tableNamed: (name: string) => readonly Column[]
  readonly from: (depth: number, outer: readonly Column[], lateral: boolean) => From
  readonly query: (depth: number, outer?: readonly Column[]) => RandomQuery
}

/** More shapes than those that nullability looks at, over tables with more columns. */
export interface MoreShapes {
  readonly tables: Tables
  readonly ints: (columns: readonly Column[], depth: number) => readonly Make[]
  readonly bools: (columns: readonly Column[], depth: number) => readonly Make[]
  readonly texts: (columns: readonly Column[], depth: number) => readonly [Make, ...Make[]]
  readonly froms: (depth: number, outer: readonly Column[]) => readonly Make<From>[]
  readonly queries: (
    depth: number,
    outer: readonly Column[],
  ) => readonly [Make<RandomQuery>, ...Make<RandomQuery>[]]
}

const fewColumns: Tables = {
  'r.a': [
    { ref: 'id', type: 'int' },
    { ref: 'x', type: 'int' },
    { ref: 'y', type: 'int' },
    { ref: 'f', type: 'bool' },
  ],
  'r.b': [
    { ref: 'id', type: 'int' },
    { ref: 'u', type: 'int' },
    { ref: 'v', type: 'int' },
    { ref: 'g', type: 'bool' },
  ],
}

/** Whether a reference is a column by itself: a subquery may name it where it is a key of groups. */
export const isPlain = (ref: string): boolean => /^\w+\.\w+$/.test(ref)

/** A column of a relation, or an expression over one, under the name of the relation. */
const refOf = (relation: string, ref: string): string =>
  /^\w+$/.test(ref) ? `${relation}.${ref}` : `(${relation}.${ref})`

/**
 * Writes queries without sense but with every shape that nullability has to see through: nested outer joins, laterals,
 * grouping, set operations, and conditions that decide what is NULL. The same seed gives the same queries.
 */
export const randomQueries = (seed: number, moreOf?: (kit: Kit) => MoreShapes): (() => RandomQuery) => {
  let state = seed
  let names = 0
  const more = (): MoreShapes | undefined => shapes

  // Mulberry32.
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const chance = (p: number): boolean => random() < p
  const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0]
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
  const upTo = (most: number): number => 1 + Math.floor(random() * most)
  const alias = (): string => `q${(names += 1)}`

  const column = (columns: readonly Column[], type: Column['type']): string => {
    const [first, ...rest] = columns.filter((one) => one.type === type)
    if (first === undefined && type === 'text') return pick(["'a'::text", "''::text", 'NULL::text'])
    if (first === undefined)
      return type === 'int' ? pick(['0', '1', 'NULL::integer']) : pick(['true', 'NULL::boolean'])
    return pick([first, ...rest]).ref
  }

  const int = (columns: readonly Column[], depth: number): string => {
    const deeper = (): string => int(columns, depth - 1)
    const test = (): string => bool(columns, depth - 1)
    if (depth <= 0 || chance(0.3))
      return chance(0.85) ? column(columns, 'int') : pick(['0', '1', '2', 'NULL::integer'])
    return pick<() => string>([
      () => `(${deeper()} + ${deeper()})`,
      ...(more()?.ints(columns, depth) ?? []),
      () => `coalesce(${times(1 + upTo(2), deeper).join(', ')})`,
      () => `CASE WHEN ${test()} THEN ${deeper()} ELSE ${deeper()} END`,
      () => `CASE WHEN ${test()} THEN ${deeper()} WHEN ${test()} THEN ${deeper()} ELSE ${deeper()} END`,
      () => `CASE WHEN ${test()} THEN ${deeper()} WHEN ${test()} THEN ${deeper()} END`,
      () => `CASE ${deeper()} WHEN ${deeper()} THEN ${deeper()} WHEN 1 THEN ${deeper()} ELSE ${deeper()} END`,
      () => `greatest(${deeper()}, ${deeper()})`,
      () => `nullif(${deeper()}, ${deeper()})`,
      () => `abs(${deeper()})`,
      () => `(${test()})::integer`,
      () =>
        `(SELECT ${pick(['max', 'sum', 'count', 'min'])}(${column(tableNamed('z'), 'int')})::integer FROM r.b AS z WHERE ${bool([...tableNamed('z'), ...columns], depth - 2)})`,
      () =>
        `(SELECT ${int([...columns], depth - 2)} ${pick(['', 'OFFSET 0', 'LIMIT 1', `WHERE ${bool(columns, depth - 2)}`])})`,
    ])()
  }

  const text = (columns: readonly Column[], depth: number): string => {
    const makers = more()?.texts(columns, depth)
    return depth <= 0 || makers === undefined || chance(0.3) ? column(columns, 'text') : pick(makers)()
  }

  const ofType = (type: Column['type'], columns: readonly Column[], depth: number): string =>
    ({ int, bool, text })[type](columns, depth)

  const tableNamed = (name: string): readonly Column[] =>
    (tableColumns['r.b'] ?? []).map(({ ref, type }) => ({ ref: refOf(name, ref), type }))

  const bool = (columns: readonly Column[], depth: number): string => {
    const deeper = (): string => bool(columns, depth - 1)
    const number = (): string => int(columns, depth - 1)
    if (depth <= 0) {
      const x = column(columns, 'int')
      return pick([
        `${x} IS NOT NULL`,
        `${x} IS NULL`,
        `${x} > 0`,
        `${x} = ${column(columns, 'int')}`,
        column(columns, 'bool'),
        `${x} IN (0, 1)`,
      ])
    }
    return pick<() => string>([
      () => `(${deeper()} AND ${deeper()})`,
      ...(more()?.bools(columns, depth) ?? []),
      () => `(${deeper()} OR ${deeper()})`,
      () => `(${deeper()} OR ${deeper()} OR ${deeper()})`,
      () => `(NOT ${deeper()})`,
      () => `(${number()} ${pick(['=', '<', '>=', '<>'])} ${number()})`,
      () => `(${number()} IS ${pick(['', 'NOT '])}NULL)`,
      () => `(${deeper()} IS ${pick(['', 'NOT '])}${pick(['TRUE', 'FALSE', 'UNKNOWN'])})`,
      () => `(${number()} IS ${pick(['', 'NOT '])}DISTINCT FROM ${number()})`,
      () => `coalesce(${deeper()}, ${pick(['true', 'false', deeper()])})`,
      () => `(${number()} ${pick(['= ANY', '<> ALL'])} (ARRAY[${times(upTo(2), number).join(', ')}]))`,
      () =>
        `(${number()} ${pick(['= ANY', '<> ALL', '< ALL'])} (${pick(["'{}'", "'{0,1}'", "'{1,NULL}'"])}::integer[]))`,
      () =>
        `(${number()} ${pick(['IN', 'NOT IN'])} (SELECT ${column(tableNamed('z'), 'int')} FROM r.b AS z WHERE ${bool([...tableNamed('z'), ...columns], depth - 2)}))`,
      () => `EXISTS (SELECT FROM r.b AS z WHERE ${bool([...tableNamed('z'), ...columns], depth - 2)})`,
      () => `((${number()}, ${number()}) ${pick(['<', '=', '<>', '>='])} (${number()}, ${number()}))`,
      () => `(ROW(${number()}, ${number()}) IS ${pick(['', 'NOT '])}NULL)`,
      () => `CASE WHEN ${deeper()} THEN ${deeper()} ELSE ${deeper()} END`,
      () => bool(columns, 0),
    ])()
  }

  /** @param outer What a lateral item may name. */
  const from = (depth: number, outer: readonly Column[], lateral: boolean): From => {
    if (depth <= 0 || chance(0.25)) return table()
    return pick<() => From>([
      () => derived(depth, lateral ? outer : []),
      ...(more()?.froms(depth, lateral ? outer : []) ?? []),
      () => join(depth, outer),
      () => join(depth, outer),
      () => join(depth, outer),
    ])()
  }

  const table = (): From => {
    const name = pick(['r.a', 'r.b'])
    const as = alias()
    const columns = (tableColumns[name] ?? []).map(({ ref, type }) => ({ ref: refOf(as, ref), type }))
    return { sql: `${name} AS ${as}`, columns }
  }

  const derived = (depth: number, outer: readonly Column[]): From => {
    const as = alias()
    const inner = query(depth - 1, outer)
    return {
      sql: `${outer.length > 0 ? 'LATERAL ' : ''}(${inner.sql}${chance(0.3) ? ' OFFSET 0' : ''}) AS ${as}`,
      columns: inner.types.map((type, at) => ({ ref: `${as}.c${at}`, type })),
    }
  }

  const join = (depth: number, outer: readonly Column[]): From => {
    const left = from(depth - 1, outer, true)
    const kind = pick(['JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN'])
    const seesLeft = kind === 'JOIN' || kind === 'LEFT JOIN' || kind === 'CROSS JOIN'
    const right = from(depth - 1, seesLeft ? [...outer, ...left.columns] : outer, seesLeft)
    const columns = [...left.columns, ...right.columns]
    // Postgres can full-join only by an equality that it can hash or merge.
    const condition =
      kind === 'FULL JOIN'
        ? `${column(left.columns, 'int')} = ${column(right.columns, 'int')}`
        : chance(0.15)
          ? 'true'
          : bool(columns, 1)
    const on = kind === 'CROSS JOIN' ? '' : ` ON ${condition}`
    return { sql: `(${left.sql} ${kind} ${right.sql}${on})`, columns }
  }

  const window = (columns: readonly Column[]): string => {
    const call = pick([
      `max(${int(columns, 1)})`,
      `first_value(${int(columns, 1)})`,
      `lag(${int(columns, 1)}, 1, ${int(columns, 1)})`,
      `count(${int(columns, 1)})`,
    ])
    const frame = pick(['', 'ROWS UNBOUNDED PRECEDING', 'ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING'])
    return `(${call} OVER (PARTITION BY ${bool(columns, 0)} ORDER BY ${int(columns, 1)} ${frame}))::integer`
  }

  const expression = (columns: readonly Column[], depth: number, at: number): [string, Column['type']] => {
    if (chance(0.08)) return [`${window(columns)} AS c${at}`, 'int']
    const type = chance(0.75) ? (more() !== undefined && chance(0.4) ? 'text' : 'int') : 'bool'
    return [`${ofType(type, columns, depth)} AS c${at}`, type]
  }

  const grouped = ({ sql, columns }: From, where: string, outer: readonly Column[]): RandomQuery => {
    const keys = [...new Set(times(upTo(2), () => column(columns, 'int')))].filter((key) => isPlain(key))
    const as = alias()
    const named = keys.map((_, at): Column => ({ ref: `${as}.k${at}`, type: 'int' }))
    const aggregate = (): string =>
      `${pick(['max', 'min', 'sum', 'count'])}(${int(columns, 1)})${chance(0.2) ? ` FILTER (WHERE ${bool(columns, 0)})` : ''}::integer`
    const clause =
      keys.length === 0
        ? chance(0.5)
          ? ''
          : 'GROUP BY ()'
        : `GROUP BY ${pick([keys.join(', '), `ROLLUP (${keys.join(', ')})`, `GROUPING SETS ((${keys.join(', ')}), (${keys[0]}))`, keys.join(', ')])}`
    const having = chance(0.3)
      ? ` HAVING ${pick([`count(*) > 0`, `${aggregate()} IS NOT NULL`, ...(keys[0] ? [`${keys[0]} > 0`] : [])] as [string, ...string[]])}`
      : ''
    const groupKeys = keys.map((ref): Column => ({ ref, type: 'int' }))
    const targets = [
      ...keys.map((key, at) => `${key} AS k${at}`),
      `${aggregate()} AS a0`,
      `coalesce(${aggregate()}, ${int([...groupKeys, ...outer], 1)}) AS a1`,
      `CASE WHEN ${aggregate()} > 0 THEN ${aggregate()} ELSE ${int([...groupKeys, ...outer], 1)} END AS a2`,
    ]
    const inner = `SELECT ${targets.join(', ')} FROM ${sql}${where} ${clause}${having}`
    const all: readonly Column[] = [
      ...named,
      { ref: `${as}.a0`, type: 'int' },
      { ref: `${as}.a1`, type: 'int' },
      { ref: `${as}.a2`, type: 'int' },
    ]
    const outputs = all.map(({ ref }, at) => `${ref} AS c${at}`)
    return {
      sql: `SELECT ${outputs.join(', ')} FROM ${outer.length > 0 ? 'LATERAL ' : ''}(${inner}) AS ${as}`,
      types: all.map(({ type }) => type),
    }
  }

  const query = (depth: number, outer: readonly Column[] = []): RandomQuery => {
    const makers = more()?.queries(depth, outer)
    if (makers !== undefined && depth > 0 && chance(0.3)) return pick(makers)()
    if (depth > 1 && chance(0.12)) {
      const arm = (): string => {
        const { columns, sql } = from(1, [], false)
        return `SELECT ${int(columns, 1)} AS c0, ${int(columns, 1)} AS c1 FROM ${sql} WHERE ${bool(columns, 1)}`
      }
      return {
        sql: `${arm()} ${pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'])} ${arm()}`,
        types: ['int', 'int'],
      }
    }
    const isBare = outer.length > 0 && chance(0.4)
    const source = isBare ? { sql: '', columns: [] } : from(depth, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const where = chance(0.5) ? ` WHERE ${bool(columns, 2)}` : ''
    if (!isBare && chance(0.2)) return grouped(source, where, outer)
    const targets = Array.from({ length: upTo(4) }, (_, at) => expression(columns, 3, at))
    const list = targets.map(([sql]) => sql).join(', ')
    return {
      sql: `SELECT ${list}${isBare ? '' : ` FROM ${source.sql}`}${where}`,
      types: targets.map(([, type]) => type),
    }
  }

  const kit: Kit = {
    chance,
    pick,
    times,
    upTo,
    alias,
    column,
    int,
    bool,
    text,
    ofType,
    tableNamed,
    from,
    query,
  }
  const shapes = moreOf?.(kit)
  const tableColumns = shapes?.tables ?? fewColumns

  return () => {
    names = 0
    return query(3)
  }
}
