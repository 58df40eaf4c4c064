import { expect, test } from 'vitest'
import { breakSql } from '../../src/cli/report/text/break-sql.js'

test('clauses stand on lines of their own, subqueries are indented, and quotes are left alone', () => {
  const sql =
    `select "row".*, extract(day from "a") as " from ", ' where (' as "q" from (select "x" from "s"."t" ` +
    `where "x" is distinct from 2 and "x" in (1, 2)) as "row" left join (select 1 as "y") as "z" on true`
  const broken = breakSql(sql)
  expect(broken.split('\n')).toEqual([
    `select "row".*, extract(day from "a") as " from ", ' where (' as "q"`,
    'from (',
    '  select "x"',
    '  from "s"."t"',
    '  where "x" is distinct from 2 and "x" in (1, 2)',
    ') as "row"',
    'left join (',
    '  select 1 as "y"',
    ') as "z" on true',
  ])
})
