import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyNode,
  isWrittenList,
  isWrittenNode,
  readNodeTree,
  readWrittenTree,
  type Written,
  type WrittenTree,
} from '../../src/pgtree/index.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'

/** What Postgres's own views have few of. */
const views = [
  `SELECT "b (c" AS "x }\\ y", ':q' AS ":z", "d" AS "<>" FROM odd`,
  'SELECT d, count(*) FROM odd GROUP BY GROUPING SETS (ROLLUP (d, "b (c"), CUBE ("b (c"), ())',
  `WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w WHERE n < 9)
     SEARCH DEPTH FIRST BY n SET seen CYCLE n SET is_cycle USING path SELECT n, is_cycle FROM w`,
  `SELECT sum(d) OVER w, lag(d, 2, -7) OVER w FROM odd
     WINDOW w AS (PARTITION BY "b (c" ORDER BY d DESC RANGE BETWEEN 3 PRECEDING AND CURRENT ROW)`,
  `SELECT j.* FROM odd, JSON_TABLE('[1]'::jsonb, '$[*]' COLUMNS (n FOR ORDINALITY, v int PATH '$' DEFAULT -1 ON ERROR)) j`,
  'SELECT DISTINCT ON (d) d, array_agg(e ORDER BY f DESC) FROM odd FULL JOIN (VALUES (1, 2), (3, NULL)) v(e, f) ON e = d GROUP BY d, f ORDER BY d, f LIMIT 5 OFFSET 0',
  'SELECT o.tableoid, o.*, r.* FROM odd o TABLESAMPLE system (50), ROWS FROM (generate_series(1, 3), unnest(ARRAY[1.5, NULL])) WITH ORDINALITY r FOR SHARE OF o',
]

let server: Server
let trees: readonly { readonly name: string; readonly text: string }[]
beforeAll(async () => {
  server = await embeddedProvider().start()
  const session = await server.connect()
  await session.exec('CREATE TABLE odd (d integer PRIMARY KEY, "b (c" text COLLATE "C")')
  for (const [at, view] of views.entries()) await session.exec(`CREATE VIEW own_${at} AS ${view}`)
  trees = await session.query(
    'SELECT ev_class::regclass::text AS name, ev_action::text AS text FROM pg_rewrite ORDER BY 1',
  )
})
afterAll(() => server?.stop())

const textOf = (value: Written, tree: WrittenTree): string => {
  if (isWrittenList(value)) return `(${value.map((item) => textOf(item, tree)).join(' ')})`
  if (!isWrittenNode(value)) return value
  const fields = [...tree.fieldsOf(value)].map(([name, field]) => ` :${name} ${textOf(field, tree)}`)
  return `{${kindOf(value)}${fields.join('')}}`
}
const kindOf = (node: AnyNode): string => (node.kind === 'UNKNOWN' ? node.name : node.kind)

describe('readWrittenTree', () => {
  test('loses nothing of a tree: put together again, the fields are its text', () => {
    expect(trees.filter(({ name }) => name.startsWith('own_'))).toHaveLength(views.length)
    expect(trees.length).toBeGreaterThan(100)
    for (const { name, text } of trees) {
      const tree = readWrittenTree(text)
      expect(tree && `(${textOf(tree.query, tree)})`, name).toBe(text)
    }
  })

  test('reads the same nodes as the reader that the passes use', () => {
    for (const { name, text } of trees)
      expect(readWrittenTree(text)?.query, name).toEqual(readNodeTree(text).query)
  })

  test('keeps what no shape names', () => {
    const later =
      ':stmt_len -1 :news {LATER :words 1 2 :list ("a\\ b" <> (i 1)) :column {RANGETBLREF :rtindex 7}}'
    const tree = readWrittenTree(
      trees.find(({ name }) => name === 'own_0')?.text.replace(':stmt_len -1', later) ?? '',
    )
    const news = tree?.field(tree.query, 'news')
    if (!tree || !isWrittenNode(news)) throw new Error('nothing read')
    expect(news).toEqual({ kind: 'UNKNOWN', name: 'LATER', children: [{ kind: 'RANGETBLREF', rtindex: 7 }] })
    expect(tree.field(news, 'words')).toBe('1 2')
    expect(tree.field(news, 'list')).toEqual(['"a\\ b"', '<>', ['i', '1']])
  })

  test('returns undefined for a text that is not a view', () => {
    for (const text of ['', '<>', '()', '({INSERT :x 1})'])
      expect(readWrittenTree(text), text).toBeUndefined()
  })
})
