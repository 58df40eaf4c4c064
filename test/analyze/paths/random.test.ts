import { startPglite } from '../../support/pglite.js'
import { isEverything } from '../../support/everything.js'
import { expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { ReadPath } from '../../../src/model/analyzed-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { randomQueries } from '../nullability/random-query.js'
import { tables } from '../nullability/random-tables.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { keyedQueries } from './keyed-queries.js'

type Cell = number | boolean | string | null
type Row = Readonly<Record<string, Cell>>
type Data = Readonly<Record<string, readonly Row[]>>

const data: Data = {
  'r.a': [
    { id: 1, x: null, y: 0, f: null },
    { id: 2, x: 1, y: null, f: true },
    { id: 0, x: 0, y: 0, f: false },
    { id: 3, x: null, y: null, f: null },
    { id: 4, x: 2, y: 1, f: true },
    { id: 5, x: 1, y: 2, f: false },
  ],
  'r.b': [
    { id: 1, u: null, v: 0, g: null },
    { id: 2, u: 0, v: 1, g: true },
    { id: 3, u: 1, v: 2, g: false },
    { id: 0, u: 2, v: 0, g: null },
    { id: 5, u: 1, v: 1, g: true },
  ],
}

interface Change {
  readonly relation: string
  /** The row before and after; either may be missing. */
  readonly rows: readonly Row[]
  readonly data: Data
}

/** Each row deleted and changed, and some rows inserted. */
const changes = (): readonly Change[] =>
  Object.entries(data).flatMap(([relation, rows]) => {
    const of = (changed: readonly Row[], touched: readonly Row[]): Change => ({
      relation,
      rows: touched,
      data: { ...data, [relation]: changed },
    })
    const moved = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value], at) => [
          name,
          name === 'id'
            ? Number(value) + 6
            : typeof value === 'number'
              ? (value + at) % 3
              : value === null
                ? at % 2 === 0 || name === 'f' || name === 'g'
                  ? null
                  : 1
                : !value,
        ]),
      ),
    )
    const without = (at: number): readonly Row[] => rows.filter((_, other) => other !== at)
    return [
      ...rows.map((row, at) => of(without(at), [row])),
      ...rows.map((row, at) => of([...without(at), moved[at] ?? row], [row, moved[at] ?? row])),
      ...moved.map((row) => of([...rows, row], [row])),
    ]
  })

const insert = (all: Data): string =>
  `TRUNCATE r.a, r.b; ${Object.entries(all)
    .map(
      ([name, rows]) =>
        `INSERT INTO ${name} VALUES ${rows.map((row) => `(${Object.values(row).map(String).join(', ')})`).join(', ')}`,
    )
    .join('; ')}`

/** Rows that are in one of two results more often than in the other. */
function movedRows(before: readonly string[], after: readonly string[]): readonly Row[] {
  const counts = new Map<string, number>()
  for (const row of before) counts.set(row, (counts.get(row) ?? 0) + 1)
  for (const row of after) counts.set(row, (counts.get(row) ?? 0) - 1)
  return [...counts].flatMap(([row, count]) => (count === 0 ? [] : [JSON.parse(row) as Row]))
}

/** Whether a path leads from the changed rows to a row of the view. */
const isReached = (row: Row, { relation, rows }: Change, paths: readonly ReadPath[]): boolean =>
  paths.some(
    (path) =>
      path.relation === relation &&
      rows.some((changed) =>
        path.columns.every(({ output, column, joined, extended }) => {
          const [value, other] = [row[output] ?? null, changed[column] ?? null]
          return value === null ? extended || (!joined && other === null) : value === other
        }),
      ),
  )

const count = isEverything ? 600 : 60

test('no row of a random query moves with a row of a source that does not reach it', async () => {
  const db = await startPglite()
  const draws = [randomQueries(20261127), keyedQueries(20261127)]
  const queries = Array.from({ length: count }, (_, at) => draws[at % 2]?.().sql ?? '')
  const declared = project(
    tables,
    queries.map((sql, at) => view(`r.q${at}`, sql, [])),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics).toEqual([])
  const { relations } = analyzeProject(declared, resolution).project
  const views = relations.filter(
    ({ kind, leaks }) => kind === 'view' && leaks.every((leak) => leak.kind !== 'order'),
  )
  const read = async (name: string): Promise<readonly string[] | null> =>
    db.query<string[]>(`SELECT to_json(q)::text FROM r.${name} AS q`, [], { rowMode: 'array' }).then(
      ({ rows }) => rows.map(([row]) => row ?? ''),
      () => null,
    )
  const readAll = async () => {
    const all = []
    for (const { name } of views) all.push(await read(name))
    return all
  }
  await db.exec(insert(data))
  const before = await readAll()
  const wrong: string[] = []
  let moves = 0
  let joined = 0
  for (const change of changes()) {
    await db.exec(insert(change.data))
    const after = await readAll()
    for (const [at, { name, readPaths = [] }] of views.entries()) {
      const [old, now] = [before[at], after[at]]
      if (!old || !now || readPaths.some(({ columns }) => columns.length === 0)) continue
      for (const row of movedRows(old, now)) {
        moves += 1
        if (readPaths.some(({ columns }) => columns.some((one) => one.joined))) joined += 1
        if (!isReached(row, change, readPaths))
          wrong.push(
            `${JSON.stringify(row)} moves with ${JSON.stringify(change.rows)}: ${queries[Number(name.slice(1))]}`,
          )
      }
    }
  }
  await db.close()
  expect(wrong).toEqual([])
  expect(moves).toBeGreaterThan(count * 2)
  expect(joined).toBeGreaterThan(count / 2)
})
