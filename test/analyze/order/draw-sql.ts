import { Tape } from '../../meaning/draw/tape.js'

/** Something to read from, and its columns: whole numbers, texts, numerics of a fixed scale. */
interface From {
  readonly sql: string
  readonly columns: readonly string[]
}

const items: readonly From[] = [
  { sql: 'shop.item i', columns: ['i.id', 'i.store_id', 'i.price', 'i.title'] },
  { sql: 'shop.scan s', columns: ['s.item_id', 's.n', 's.value'] },
  { sql: 'shop.store t', columns: ['t.id', 't.city'] },
  { sql: 'shop.loose l', columns: ['l.id', 'l.kind', 'l.value'] },
  { sql: '(SELECT DISTINCT kind, value FROM shop.loose) d', columns: ['d.kind', 'd.value'] },
  {
    sql: '(SELECT store_id, count(*) AS c, max(title) AS m FROM shop.item GROUP BY store_id) g',
    columns: ['g.store_id', 'g.c', 'g.m'],
  },
  {
    sql: '(SELECT store_id, title, count(*) AS c FROM shop.item GROUP BY ROLLUP (store_id, title)) r',
    columns: ['r.store_id', 'r.title', 'r.c'],
  },
  {
    sql: '(SELECT *, row_number() OVER (PARTITION BY store_id ORDER BY price, id) AS no FROM shop.item) w',
    columns: ['w.store_id', 'w.no', 'w.title'],
  },
  {
    sql: "(SELECT 'a' AS tag, id, title AS x FROM shop.item UNION ALL SELECT 'b', id, city FROM shop.store) u",
    columns: ['u.tag', 'u.id', 'u.x'],
  },
  {
    sql: '(SELECT id, title AS x FROM shop.item UNION SELECT id, kind FROM shop.loose) v',
    columns: ['v.id', 'v.x'],
  },
  {
    sql: '(SELECT DISTINCT ON (store_id) store_id, id, title FROM shop.item ORDER BY store_id, price, id) o',
    columns: ['o.store_id', 'o.id', 'o.title'],
  },
  { sql: "(VALUES (1, 'x'), (2, 'y'), (2, 'z')) c (k, v)", columns: ['c.k', 'c.v'] },
  { sql: '(SELECT max(id) AS m, count(*) AS c FROM shop.loose) e', columns: ['e.m', 'e.c'] },
  { sql: 'generate_series(1, 3) AS q (n)', columns: ['q.n'] },
]

const isNumber = (column: string): boolean =>
  /\.(id|store_id|item_id|n|value|c|no|k|m)$/.test(column) && column !== 'g.m'

/** One to three items, joined in every way. */
function drawFrom(tape: Tape): From {
  let from = tape.pick(items)
  const used = new Set([from.sql])
  for (let more = tape.number(3); more > 0; more -= 1) {
    const next = tape.pick(items)
    if (used.has(next.sql)) continue
    used.add(next.sql)
    const numbers = (columns: readonly string[]): readonly string[] => columns.filter(isNumber)
    const [left, right] = [tape.pick(numbers(from.columns)), tape.pick(numbers(next.columns))]
    const join = tape.pick([
      'JOIN',
      'LEFT JOIN',
      'RIGHT JOIN',
      'FULL JOIN',
      'CROSS JOIN',
      'LEFT JOIN LATERAL',
      'lateral',
    ])
    const both = { columns: [...from.columns, ...next.columns] }
    if (join === 'CROSS JOIN') from = { ...both, sql: `${from.sql} CROSS JOIN ${next.sql}` }
    else if (join === 'lateral') {
      const alias = `x${more}`
      from = {
        sql: `${from.sql} CROSS JOIN LATERAL (SELECT ${left} AS k, count(*) AS c FROM ${next.sql} WHERE ${right} = ${left}) AS ${alias}`,
        columns: [...from.columns, `${alias}.k`, `${alias}.c`],
      }
    } else
      from = {
        ...both,
        sql: `${from.sql} ${join} ${next.sql} ON ${left} = ${right}${tape.oneIn(4) && join !== 'FULL JOIN' ? ' AND true' : ''}`,
      }
  }
  return from
}

const some = (tape: Tape, columns: readonly string[], least: number, most: number): readonly string[] => [
  ...new Set(tape.list(least, most, () => tape.pick(columns))),
]
const orderBy = (columns: readonly string[], tape: Tape): string =>
  columns.length === 0
    ? ''
    : `ORDER BY ${columns.map((column) => `${column}${tape.oneIn(4) ? ' DESC' : ''}`).join(', ')}`
const partition = (columns: readonly string[]): string =>
  columns.length === 0 ? '' : `PARTITION BY ${columns.join(', ')}`

const where = (tape: Tape, { columns }: From): string => {
  const numbers = columns.filter(isNumber)
  if (!tape.oneIn(3)) return ''
  return `WHERE ${tape.pick(numbers)} ${tape.pick(['=', 'IS NOT DISTINCT FROM'])} ${tape.oneIn(2) ? '1' : tape.pick(numbers)}`
}

/** A query over the tables of `cases.ts` in which the order of rows matters, or might. */
export function drawSql(numbers: readonly number[]): string {
  const tape = new Tape(numbers)
  const from = drawFrom(tape)
  const { columns } = from
  const rest = `FROM ${from.sql} ${where(tape, from)}`
  const by = some(tape, columns, 0, 3)
  const value = tape.pick(columns)
  const window = (frame: string): string =>
    `OVER (${partition(some(tape, columns, 0, 2))} ${orderBy(by, tape)} ${frame})`
  const kept = some(tape, columns, 1, 3)
    .map((column, at) => `${column} AS o${at}`)
    .join(', ')
  return tape.one<string>({
    row_number: () => `SELECT ${kept}, row_number() ${window('')} AS f ${rest}`,
    lag: () => `SELECT ${kept}, lag(${value}) ${window('')} AS f ${rest}`,
    first_value: () => `SELECT ${kept}, first_value(${value}) ${window('')} AS f ${rest}`,
    last_value: () => `SELECT ${kept}, last_value(${value}) ${window('')} AS f ${rest}`,
    rank: () => `SELECT ${kept}, rank() ${window('')} AS f, count(*) ${window('')} AS g ${rest}`,
    rows: () =>
      by.length === 0
        ? `SELECT count(*) AS f ${rest}`
        : `SELECT ${kept}, count(*) ${window('ROWS BETWEEN 1 PRECEDING AND CURRENT ROW')} AS f ${rest}`,
    'array_agg over': () => `SELECT ${kept}, array_agg(${value}) ${window('')} AS f ${rest}`,
    array_agg: () =>
      `SELECT array_agg(${value} ${orderBy(by, tape)}) AS f ${rest} GROUP BY ${tape.pick(columns)}`,
    jsonb_object_agg: () =>
      `SELECT jsonb_object_agg(coalesce(${value}::text, '-'), ${tape.pick(columns)} ${orderBy(by, tape)}) AS f ${rest}`,
    limit: () => `SELECT ${kept} ${rest} ${orderBy(by, tape)} LIMIT ${1 + tape.number(3)}`,
    offset: () => `SELECT ${kept} ${rest} ${orderBy(by, tape)} OFFSET 1`,
    'limit of groups': () => {
      const group = tape.pick(columns)
      return `SELECT ${group} AS g, count(*) AS c ${rest} GROUP BY ${group} ORDER BY ${tape.pick(['count(*)', group, `count(*), ${group}`])} LIMIT 2`
    },
    'limit of distinct rows': () => {
      const list = some(tape, columns, 1, 3)
      return `SELECT DISTINCT ${list.map((column, at) => `${column} AS o${at}`).join(', ')} ${rest} ${orderBy(some(tape, list, 0, 3), tape)} LIMIT 2`
    },
    'distinct on': () => {
      const on = tape.pick(columns)
      return `SELECT DISTINCT ON (${on}) ${on} AS g, ${kept} ${rest} ${orderBy([...new Set([on, ...by])], tape)}`
    },
    'array of a query': () => `SELECT ARRAY(SELECT ${value} ${rest} ${orderBy(by, tape)}) AS f`,
    'limit of a union': () => {
      const operation = tape.pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT', 'EXCEPT ALL'])
      return `SELECT id, title AS x FROM shop.item ${operation} SELECT id, kind FROM shop.loose ${orderBy(some(tape, ['id', 'x'], 0, 2), tape)} LIMIT 2`
    },
    nested: () =>
      `SELECT o0, row_number() OVER (ORDER BY o0, f) AS r FROM (SELECT ${value} AS o0, row_number() ${window('')} AS f ${rest}) AS n`,
  })
}
