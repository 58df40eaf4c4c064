import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const CONFIG = `import { certification, column, defineProject, guarded } from 'fusion-store'
import { entrypoint, timeless } from './views/store.js'

const train = guarded('prototype.valueOf', 'While certified.', timeless, {
  entrypoint, key: ['constructor'], maxAge: '1 day',
})
export default defineProject({
  name: 'constructor',
  sql: { '01_a.sql': [entrypoint], '02_b.sql': [timeless, train] },
  certification: certification({
    entrypoint, t0: 'made', key: ['constructor', '__proto__'], guarded: train, checked: timeless, baselineDays: 3,
    invariants: (eb) => ({
      toSource: column('The key is known.', eb('constructor', 'is not', null)),
      __lookupGetter__: column('There is no group without rows.', eb('propertyIsEnumerable', '>', 0)),
    }),
  }),
  demo: {
    load: () => [{
      relation: 'constructor.__proto__',
      columns: ['constructor', 'toString', 'valueOf', 'made', 'prototype', '1999', '2021', '__proto__'],
      chunks: ['1\\ta\\t1\\t2026-01-01\\t1\\t1\\t1\\t1\\n'],
    }],
    queries: [{ title: 'Names', sql: 'SELECT 1 AS b, 2 AS "2021", 3 AS __proto__, 4 AS b, 5 AS "1999"' }],
  },
})
`
const UPSTREAM = `CREATE SCHEMA constructor;
CREATE TABLE constructor.__proto__ (constructor int PRIMARY KEY, "toString" text NOT NULL, "hasOwnProperty" int,
  __proto__ int, "valueOf" int NOT NULL, made timestamptz NOT NULL, prototype int NOT NULL, "1999" int NOT NULL,
  "2021" int NOT NULL);
INSERT INTO constructor.__proto__ SELECT n, n::text, NULL, n * 10, n % 2, now() - n * interval '1 hour', n, 1999, 2021
FROM generate_series(1, 6) AS n;`

let project: ProjectFolder
let native: NativeFixture
let url: string
const fusion = (...argv: string[]) => runCli([...argv, '--project', project.dir], project.env)
const read = (path: string): string => readFileSync(join(project.dir, path), 'utf8')

beforeAll(async () => {
  project = projectFolder({ 'fusion.config.ts': CONFIG }, 'object-names')
  native = await startNative()
  url = await native.freshDatabase('names')
})
afterAll(async () => {
  project?.remove()
  await native?.stop()
})

describe('a project whose names are those of every object, and whole numbers', () => {
  test('builds, and its catalog is valid', async () => {
    expect(await fusion('build', '--quiet')).toMatchObject({ code: 0, stderr: '' })
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
    const catalog = JSON.parse(read('generated/catalog.json'))
    ajv.validate(JSON.parse(read('generated/catalog.schema.json')), catalog)
    expect(ajv.errors ?? []).toEqual([])
    const names = catalog.relations.map((relation: { columns: { name: string }[] }) =>
      relation.columns.map(({ name }) => name),
    )
    expect(names[2]).toEqual(
      ['__defineGetter__', 'constructor', 'hasOwnProperty', '2021', '__proto__', '1999', 'toString'].concat([
        'isPrototypeOf',
        'propertyIsEnumerable',
        'valueOf',
        'toLocaleString',
      ]),
    )
  })

  test('is accepted, and a change is told of the columns that it is of', async () => {
    expect(await fusion('baseline', 'accept', '--reason', 'the first')).toMatchObject({ code: 0 })
    expect(await fusion('check')).toMatchObject({ code: 0 })
    const store = read('views/store.ts')
    project.write(
      'views/store.ts',
      store
        .replace("maxWhere(eb.ref('__proto__')", "minWhere(eb.ref('__proto__')")
        .replace('maxWhere,', 'maxWhere, minWhere,'),
    )
    const { code, stdout } = await fusion('check', '--format', 'json')
    expect(code).toBe(1)
    const { sections } = JSON.parse(stdout)
    const baseline = sections.find(({ against }: { against: string }) => against === 'baseline')
    expect(baseline.changes).toMatchObject([
      {
        kind: 'definition',
        relation: 'prototype.constructor',
        effect: { rows: false, columns: ['__proto__'] },
      },
    ])
    expect(baseline.impact[0].hurt).toMatchObject([
      { relation: 'prototype.hasOwnProperty', columns: ['__proto__'] },
      { relation: 'prototype.valueOf', columns: ['__proto__'] },
    ])
    project.write('views/store.ts', store)
  })

  test('is certified on a server, and every column can be read', async () => {
    const session = await native.connect(url)
    await session.exec(UPSTREAM)
    for (const file of ['00', '01', '02', '03', '04', '05', '06'].flatMap((start) => sqlFiles(start)))
      await session.exec(read(file))
    expect(await fusion('certify', '--database-url', url)).toMatchObject({ code: 0 })
    expect(await fusion('verify', '--database-url', url)).toMatchObject({ code: 0 })
    const { columns, rows } = await session.table('SELECT * FROM prototype."valueOf" WHERE constructor = 3')
    expect(columns).toEqual(
      ['__defineGetter__', 'constructor', 'hasOwnProperty', '2021', '__proto__', '1999', 'toString'].concat([
        'isPrototypeOf',
        'propertyIsEnumerable',
        'valueOf',
        'toLocaleString',
      ]),
    )
    expect(rows).toEqual([[5, 3, null, 2021, 50, 1999, '3', 4, 3, 1, 6]])
    await session.close()
  })

  test('shows every column of a query of its demo, in order', async () => {
    const { code, stdout } = await fusion('demo')
    expect({ code, head: stdout.match(/│.*│/)?.[0] }).toEqual({
      code: 0,
      head: '│ b │ 2021 │ __proto__ │ b │ 1999 │',
    })
  })
})

function sqlFiles(start: string): string[] {
  return read('generated/fusion-manifest.sha256')
    .split('\n')
    .map((line) => line.slice(66))
    .filter((path) => path.startsWith(`sql/${start}_`))
    .map((path) => `generated/${path}`)
}
