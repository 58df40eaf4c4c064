/**
 * Writes queries that join, group, number and choose rows by plain columns, so that a changed row reaches few rows. The
 * same seed gives the same queries.
 */
export const keyedQueries = (seed: number): (() => { readonly sql: string }) => {
  let state = seed
  let names = 0
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const chance = (p: number): boolean => random() < p
  const alias = (): string => `k${(names += 1)}`

  interface Item {
    readonly sql: string
    readonly columns: readonly string[]
  }
  const table = (): Item => {
    const name = alias()
    return chance(0.5)
      ? { sql: `r.a AS ${name}`, columns: ['id', 'x', 'y'].map((column) => `${name}.${column}`) }
      : { sql: `r.b AS ${name}`, columns: ['id', 'u', 'v'].map((column) => `${name}.${column}`) }
  }
  const equal = (left: readonly string[], right: readonly string[]): string =>
    `${pick(left)} = ${pick(right)}`
  const other = (columns: readonly string[]): string =>
    pick([
      `${pick(columns)} > 0`,
      `${pick(columns)} IS NULL`,
      `${pick(columns)} <> ${pick(columns)}`,
      `EXISTS (SELECT FROM r.b AS z WHERE z.u = ${pick(columns)}${chance(0.5) ? ` AND z.v = ${pick(columns)}` : ''})`,
      `NOT EXISTS (SELECT FROM r.a AS z WHERE z.x = ${pick(columns)})`,
      `${pick(columns)} > (SELECT max(z.u) FROM r.b AS z WHERE z.id = ${pick(columns)})`,
    ])
  const condition = (left: readonly string[], right: readonly string[]): string => {
    const both = [...left, ...right]
    const parts = [
      equal(left, right),
      ...(chance(0.4) ? [equal(both, both)] : []),
      ...(chance(0.3) ? [other(both)] : []),
    ]
    return parts.join(' AND ')
  }
  const item = (depth: number, outer: readonly string[]): Item => {
    if (depth <= 0 || chance(0.35)) return table()
    const name = alias()
    const { sql, outputs } = query(depth - 1, outer)
    return {
      sql: `${outer.length > 0 ? 'LATERAL ' : ''}(${sql}) AS ${name}`,
      columns: outputs.map((o) => `${name}.${o}`),
    }
  }
  const from = (depth: number, outer: readonly string[]): Item => {
    let left = item(depth, outer)
    const joins = Math.floor(random() * 3)
    for (let at = 0; at < joins; at += 1) {
      const kind = pick(['JOIN', 'JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
      const isLateral = (kind === 'JOIN' || kind === 'LEFT JOIN') && chance(0.4)
      // A tree of joins on the right-hand side.
      const right =
        isLateral || depth <= 0 || chance(0.7) ? item(depth - 1, isLateral ? left.columns : []) : from(0, [])
      const on =
        kind === 'FULL JOIN'
          ? equal(left.columns, right.columns)
          : isLateral && chance(0.4)
            ? 'true'
            : condition(left.columns, right.columns)
      left = {
        sql: `${left.sql} ${kind} ${right.sql.includes(' JOIN ') && !right.sql.startsWith('(') && !isLateral ? `(${right.sql})` : right.sql} ON ${on}`,
        columns: [...left.columns, ...right.columns],
      }
    }
    return left
  }
  const query = (
    depth: number,
    outer: readonly string[] = [],
  ): { sql: string; outputs: readonly string[] } => {
    const { sql, columns } = from(depth, outer)
    const where = [
      ...(outer.length > 0 || chance(0.2) ? [equal(columns, [...columns, ...outer, ...outer])] : []),
      ...(chance(0.3) ? [other(columns)] : []),
    ]
    const tail = `FROM ${sql}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
    const [a, b] = [pick(columns), pick(columns)]
    const c = pick(columns)
    const shape = pick(['plain', 'plain', 'group', 'window', 'distinct', 'on', 'union', 'cut'])
    const named = (list: readonly string[]): { list: string; outputs: readonly string[] } => ({
      list: list.map((one, at) => `${one} AS c${at}`).join(', '),
      outputs: list.map((_, at) => `c${at}`),
    })
    const give = (list: readonly string[], write: (list: string) => string) => {
      const { list: text, outputs } = named(list)
      return { sql: write(text), outputs }
    }
    switch (shape) {
      case 'group':
        return give(
          [a, b, `count(*)::integer`, `max(${c})`],
          (list) => `SELECT ${list} ${tail} GROUP BY ${a}, ${b}`,
        )
      case 'window':
        return give(
          [a, b, `count(*) OVER (PARTITION BY ${a}${chance(0.5) ? `, ${b}` : ''})::integer`],
          (list) => `SELECT ${list} ${tail}`,
        )
      case 'distinct':
        return give([a, b], (list) => `SELECT DISTINCT ${list} ${tail}`)
      case 'on':
        return give(
          [a, `max(${b})`],
          (list) => `SELECT DISTINCT ON (${a}) ${list} ${tail} GROUP BY ${a} ORDER BY ${a}`,
        )
      case 'union':
        return give(
          [a, b],
          (list) =>
            `SELECT ${list} ${tail} ${pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])} SELECT z.id, z.v FROM r.b AS z`,
        )
      case 'cut':
        return give(
          [a, b, `count(*)::integer`],
          (list) =>
            `SELECT ${list} ${tail} GROUP BY ${a}, ${b} ${pick(['OFFSET 0', `ORDER BY ${a}, ${b} LIMIT 2`])}`,
        )
      default:
        return give([a, b, c], (list) => `SELECT ${list} ${tail}`)
    }
  }
  return () => query(2)
}
