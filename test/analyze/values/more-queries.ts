import {
  type Column,
  type From,
  isPlain,
  type Kit,
  type MoreShapes,
  type RandomQuery,
} from '../nullability/random-query.js'
import { columns as columnsOf } from './more-tables.js'

const kinds = ['int', 'text', 'bool'] as const
/** A table with its columns. */
type TableOf = readonly [name: string, columns: readonly Column[]]

const typeNames = { int: 'integer', bool: 'boolean', text: 'text' } as const

/** Sources of rows and whole queries that nullability needs no random queries for. */
export const moreQueries = (kit: Kit): Pick<MoreShapes, 'froms' | 'queries'> => {
  const { pick, times, upTo, alias, int, bool, text, column, ofType, from, query, chance } = kit
  const typesOf = (most: number): Column['type'][] => times(upTo(most), () => pick(kinds))
  const tables: readonly [TableOf, ...TableOf[]] = [
    ['r.a', columnsOf['r.a'] ?? []],
    ['r.b', columnsOf['r.b'] ?? []],
  ]
  const named = (as: string, types: readonly Column['type'][]): readonly Column[] =>
    types.map((type, at) => ({ ref: `${as}.c${at}`, type }))
  const list = (types: readonly Column['type'][], columns: readonly Column[], depth: number): string =>
    types.map((type, at) => `(${ofType(type, columns, depth)})::${typeNames[type]} AS c${at}`).join(', ')
  const where = (columns: readonly Column[]): string => (chance(0.5) ? ` WHERE ${bool(columns, 1)}` : '')
  const inside = (as: string, sql: string): string => `(${sql}) AS ${as}`

  /** Constant rows. */
  const values = (): From => {
    const as = alias()
    const types = typesOf(3)
    const value = (type: Column['type']): string =>
      `${pick({ int: ['0', '1', '7', 'NULL'], bool: ['true', 'false', 'NULL'], text: ["'a'", "'ab'", "''", 'NULL'] }[type] as [string, ...string[]])}::${typeNames[type]}`
    const rows = times(upTo(3), () => `(${types.map(value).join(', ')})`)
    const names = types.map((_, at) => `c${at}`)
    return { sql: `(VALUES ${rows.join(', ')}) AS ${as}(${names.join(', ')})`, columns: named(as, types) }
  }

  /** Rows that depend on those beside them. */
  const rowsOfValues = (outer: readonly Column[]): From => {
    const as = alias()
    const types = typesOf(2)
    const rows = times(
      upTo(2),
      () => `(${types.map((type) => `(${ofType(type, outer, 1)})::${typeNames[type]}`).join(', ')})`,
    )
    const names = types.map((_, at) => `c${at}`)
    return {
      sql: `${outer.length > 0 ? 'LATERAL ' : ''}(VALUES ${rows.join(', ')}) AS ${as}(${names.join(', ')})`,
      columns: named(as, types),
    }
  }

  const unnest = (outer: readonly Column[]): From => {
    const as = alias()
    const items = `ARRAY[${times(upTo(3), () => int(outer, 1)).join(', ')}]::integer[]`
    const words = `ARRAY[${times(upTo(2), () => text(outer, 1)).join(', ')}]::text[]`
    return pick<() => From>([
      () => ({ sql: `unnest(${items}) AS ${as}(c0)`, columns: named(as, ['int']) }),
      () => ({ sql: `unnest(${words}) AS ${as}(c0)`, columns: named(as, ['text']) }),
      () => ({
        sql: `unnest(${items}, ${words}) WITH ORDINALITY AS ${as}(c0, c1, c2)`,
        columns: named(as, ['int', 'text']),
      }),
      () => ({
        sql: `generate_series(0, ${pick(['1', '2', int(outer, 0)])}) AS ${as}(c0)`,
        columns: named(as, ['int']),
      }),
    ])()
  }

  /** Columns that a join merges. */
  const using = (): From => {
    const as = alias()
    const kind = pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
    const sql = `SELECT id AS c0, x AS c1, t AS c2, s AS c3 FROM r.a ${kind} r.b USING (id)`
    return { sql: inside(as, sql), columns: named(as, ['int', 'int', 'text', 'text']) }
  }

  const ordered = (depth: number, outer: readonly Column[]): RandomQuery => {
    const types = typesOf(3)
    const source = from(depth - 1, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const [first, second] = [ofType(pick(kinds), columns, 1), column(columns, 'int')]
    // A constant would be the position of a column.
    const distinct = pick(['', 'DISTINCT ', `DISTINCT ON (coalesce(${first})) `])
    const order = distinct.includes(' ON ') ? ` ORDER BY coalesce(${first}), coalesce(${second})` : ''
    const limit = pick(['', '', ' LIMIT 2', ' OFFSET 1', ' LIMIT 0'])
    const sql = `SELECT ${distinct}${list(types, columns, 2)} FROM ${source.sql}${where(columns)}${order}${limit}`
    return {
      sql: limit === '' ? sql : `SELECT * FROM ${outer.length > 0 ? 'LATERAL ' : ''}${inside(alias(), sql)}`,
      types,
    }
  }

  /** Set operations of several columns, also within each other. */
  const combined = (depth: number): RandomQuery => {
    const types = typesOf(3)
    const arm = (): string => {
      const source = from(Math.min(depth - 1, 1), [], false)
      return chance(0.2)
        ? `SELECT ${list(types, [], 1)}`
        : `SELECT ${list(types, source.columns, 2)} FROM ${source.sql}${where(source.columns)}`
    }
    const kind = (): string => pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL'])
    const inner = `${arm()} ${kind()} ${arm()}`
    return { sql: chance(0.3) ? `(${inner}) ${kind()} ${arm()}` : inner, types }
  }

  const aggregate = (columns: readonly Column[]): readonly [string, Column['type']] => {
    const filter = chance(0.4) ? ` FILTER (WHERE ${pick([bool(columns, 1), 'false', bool(columns, 0)])})` : ''
    const distinct = pick(['', '', 'DISTINCT '])
    return pick<() => readonly [string, Column['type']]>([
      () => [`${pick(['max', 'min'])}(${int(columns, 1)})${filter}`, 'int'],
      () => [`${pick(['max', 'min'])}(${text(columns, 1)})${filter}`, 'text'],
      () => [`${pick(['bool_and', 'bool_or', 'every'])}(${bool(columns, 1)})${filter}`, 'bool'],
      () => [`count(${distinct}${ofType(pick(kinds), columns, 1)})${filter}::integer`, 'int'],
      () => [`sum(${distinct}${int(columns, 1)})${filter}::integer`, 'int'],
      () => [`count(*)${filter}::integer`, 'int'],
      () => [`string_agg(${text(columns, 1)}, ',' ORDER BY ${int(columns, 0)})${filter}`, 'text'],
      () => [`coalesce(max(${int(columns, 1)})${filter} - min(${int(columns, 1)})${filter}, 0)`, 'int'],
      () => [`(count(*)${filter} > 0)`, 'bool'],
      () => [`(count(*) FILTER (WHERE ${bool(columns, 0)}) >= count(*)${filter})`, 'bool'],
    ])()
  }

  /** Groups by keys of any type, by several sets of keys, or by none. */
  const grouped = (depth: number, outer: readonly Column[]): RandomQuery => {
    const source = from(depth - 1, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const usable = source.columns.filter(({ ref }) => isPlain(ref))
    const picked = usable.length === 0 ? [] : times(upTo(2), () => pick(usable as [Column, ...Column[]]))
    const keys = [...new Map(picked.map((key) => [key.ref, key])).values()]
    const refs = keys.map(({ ref }) => ref)
    const clause =
      refs.length === 0 || chance(0.2)
        ? pick(['', ' GROUP BY ()'])
        : ` GROUP BY ${pick([refs.join(', '), `ROLLUP (${refs.join(', ')})`, `CUBE (${refs.join(', ')})`, `GROUPING SETS ((${refs.join(', ')}), (${refs[0]}), ())`])}`
    const isKeyed = clause !== '' && clause !== ' GROUP BY ()' ? keys : []
    // An aggregate of nothing but outer columns would be one of the query around.
    const aggregates = times(1 + upTo(2), () => aggregate(source.columns))
    const having = chance(0.3)
      ? ` HAVING ${pick(['count(*) > 1', `max(${int(source.columns, 0)}) > 0`, `bool_or(${bool(source.columns, 0)})`, 'count(*) = 0'])}`
      : ''
    const targets = [...isKeyed.map(({ ref, type }) => [ref, type] as const), ...aggregates]
    const [a, b] = aggregates
    const mixed: readonly (readonly [string, Column['type']])[] =
      a !== undefined && b !== undefined && a[1] === b[1]
        ? [
            [`coalesce(${a[0]}, ${b[0]})`, a[1]],
            [`(${a[0]} IS NULL)`, 'bool'],
          ]
        : []
    const all = [...targets, ...mixed]
    return {
      sql: `SELECT ${all.map(([sql], at) => `${sql} AS c${at}`).join(', ')} FROM ${source.sql}${where(columns)}${clause}${having}`,
      types: all.map(([, type]) => type),
    }
  }

  const windowed = (depth: number, outer: readonly Column[]): RandomQuery => {
    const source = from(depth - 1, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const over = (): string =>
      `OVER (${pick(['', `PARTITION BY ${ofType(pick(kinds), columns, 0)} `])}ORDER BY ${int(columns, 0)}${pick(['', ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING', ' ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING', ' RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'])})`
    const call = (): readonly [string, Column['type']] =>
      pick<() => readonly [string, Column['type']]>([
        () => [
          `${pick(['lag', 'lead', 'first_value', 'last_value'])}(${text(columns, 1)}) ${over()}`,
          'text',
        ],
        () => [`${pick(['row_number', 'rank', 'dense_rank'])}() ${over()}::integer`, 'int'],
        () => [`count(*) FILTER (WHERE ${bool(columns, 1)}) ${over()}::integer`, 'int'],
        () => [`${pick(['max', 'min'])}(${text(columns, 1)}) ${over()}`, 'text'],
        () => [`bool_and(${bool(columns, 1)}) ${over()}`, 'bool'],
        () => [`lag(${int(columns, 1)}, 1, ${int(columns, 0)}) ${over()}`, 'int'],
        () => [`nth_value(${int(columns, 1)}, 2) ${over()}`, 'int'],
        () => [`ntile(2) ${over()}`, 'int'],
      ])()
    const plain = pick(kinds)
    const all = [...times(upTo(2), call), [ofType(plain, columns, 1), plain] as const]
    return {
      sql: `SELECT ${all.map(([sql], at) => `${sql} AS c${at}`).join(', ')} FROM ${source.sql}${where(columns)}`,
      types: all.map(([, type]) => type),
    }
  }

  /** A query that names another one, once or twice. */
  const withQuery = (depth: number, outer: readonly Column[]): RandomQuery => {
    const [name, one, other] = [alias(), alias(), alias()]
    const inner = query(depth - 1, outer)
    const columns = [...named(one, inner.types), ...named(other, inner.types)]
    const types = typesOf(3)
    const kind = pick(['LEFT JOIN', 'JOIN', 'RIGHT JOIN'])
    return {
      sql: `WITH ${name} AS ${pick(['', 'MATERIALIZED '])}(${inner.sql}) SELECT ${list(types, columns, 2)} FROM ${name} AS ${one} ${kind} ${name} AS ${other} ON ${bool(columns, 1)}${where(columns)}`,
      types,
    }
  }

  /** Columns of which the condition of the rows says most of what is known. */
  const filtered = (): RandomQuery => {
    const [table, columns] = pick(tables)
    const as = alias()
    const letters = pick(columns.filter(({ type }) => type === 'text') as [Column, ...Column[]]).ref.replace(
      /^(?=.*\W).*$/,
      '($&)',
    )
    const number = pick(columns.filter(({ type }) => type === 'int') as [Column, ...Column[]]).ref.replace(
      /^(?=.*\W).*$/,
      '($&)',
    )
    const one = pick([letters, letters, `${letters} COLLATE r.ci`, `${letters} COLLATE "C"`])
    const condition = pick([
      `${one} = ${pick(["'a'", "'A'", 'NULL'])}`,
      `${one} IN ('a', ${pick(["'ab'", "''", 'NULL'])})`,
      `${one} = ANY (ARRAY['A', 'x'])`,
      `NOT (${one} NOT IN ('a', 'b ') OR ${number} > 2)`,
      `(${one} IN ('a', '1') OR ${letters} = 'ab')`,
      `${letters}::character(2) = 'b'`,
      `${letters} IS NOT DISTINCT FROM ${pick(["'a'", "''", 'NULL'])}`,
      `nullif(${one}, 'a') IS NULL`,
      `CASE ${one} WHEN 'a' THEN true ELSE ${number} = 0 END`,
    ])
    const other = pick([
      `${number} IN (0, 2)`,
      `(${number} = 1 OR ${number} IS NULL)`,
      `${number} * ${pick(['-1', '2'])} ${pick(['<', '>='])} ${pick(['-1', '0', '3'])}`,
      `(${number} - 1 < 1) IS NOT TRUE`,
      'true',
    ])
    return {
      sql: `SELECT ${letters} AS c0, ${number} AS c1, (${one} = 'a') AS c2, ${number} * ${number} - 1 AS c3 FROM ${table} AS ${as} WHERE ${condition} AND ${other}`,
      types: ['text', 'int', 'bool', 'int'],
    }
  }

  /** A category and a flag, and columns that they decide: what evidence is made of. */
  const told = (depth: number, outer: readonly Column[]): RandomQuery => {
    const as = alias()
    const source = from(depth - 1, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const [kept, number, letters] = [column(columns, 'int'), int(columns, 1), text(columns, 1)]
    const category = `CASE WHEN ${bool(columns, 1)} THEN 'a' WHEN ${kept} IS NOT NULL THEN 'b' ELSE 'c' END`
    const inner = `SELECT ${category} AS kind, ${kept} AS kept, ${number} AS number, ${letters} AS letters FROM ${source.sql}`
    const some = pick([
      "IN ('a', 'b')",
      "= ANY (ARRAY['b', 'c'])",
      "NOT IN ('c')",
      "<> 'b'",
      "IN ('a', NULL)",
      "<> ALL (ARRAY['a', 'x'])",
    ])
    const all = pick<readonly (readonly [string, Column['type']])[]>([
      [
        [`${as}.kind`, 'text'],
        [`CASE WHEN ${as}.kind ${some} THEN ${as}.kept END`, 'int'],
        [`(${as}.kind ${some})`, 'bool'],
      ],
      [
        [`(${as}.kept IS NOT NULL)`, 'bool'],
        [`${as}.kept`, 'int'],
        [`CASE ${as}.kind WHEN 'b' THEN ${as}.letters WHEN 'c' THEN 'no' END`, 'text'],
      ],
      [
        [`coalesce(${as}.letters ${some}, false)`, 'bool'],
        [`CASE WHEN ${as}.letters ${some} THEN ${as}.letters END`, 'text'],
        [`nullif(${as}.kind, 'a')`, 'text'],
      ],
      [
        [`nullif(${as}.kind, 'b')`, 'text'],
        [`greatest(${as}.kept, ${as}.number - ${as}.number)`, 'int'],
        [`${as}.kind`, 'text'],
      ],
      [
        [`least(${as}.kept, 1) * ${pick(['2', '-1', `least(${as}.number, 2)`])}`, 'int'],
        [`(${as}.kept > 0 AND ${as}.letters ${some})`, 'bool'],
        [`${as}.letters`, 'text'],
      ],
    ])
    return {
      sql: `SELECT ${all.map(([sql], at) => `${sql} AS c${at}`).join(', ')} FROM ${outer.length > 0 ? 'LATERAL ' : ''}(${inner}) AS ${as}${pick(['', ` WHERE ${as}.kind ${some}`])}`,
      types: all.map(([, type]) => type),
    }
  }

  /** Rows that a set-returning function in the select list makes. */
  const expanded = (depth: number, outer: readonly Column[]): RandomQuery => {
    const source = from(depth - 1, outer, outer.length > 0)
    const columns = [...source.columns, ...outer]
    const type = pick(kinds)
    return {
      sql: `SELECT unnest(ARRAY[${int(columns, 1)}, ${int(columns, 0)}]::integer[]) AS c0, ${ofType(type, columns, 1)} AS c1 FROM ${source.sql}`,
      types: ['int', type],
    }
  }

  return {
    froms: (depth, outer) => [
      values,
      () => rowsOfValues(outer),
      () => unnest(outer),
      using,
      () => {
        const as = alias()
        const inner = pick([grouped, ordered, windowed, withQuery, told])(depth, outer)
        return {
          sql: `${outer.length > 0 ? 'LATERAL ' : ''}${inside(as, inner.sql)}`,
          columns: named(as, inner.types),
        }
      },
    ],
    queries: (depth, outer) => [
      () => grouped(depth, outer),
      () => grouped(depth, outer),
      () => ordered(depth, outer),
      () => combined(depth),
      () => windowed(depth, outer),
      () => withQuery(depth, outer),
      () => expanded(depth, outer),
      () => told(depth, outer),
      filtered,
      filtered,
      () => told(depth, outer),
    ],
  }
}
