import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitPython } from '../../src/emit/emit-python.js'
import { frameColumn } from '../../src/emit/python/column-kind.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { displayName } from '../../src/model/relation-name.js'
import { column, modelsOf, relation } from '../emit/model.js'
import { shopModule } from '../support/python-shop.js'
import { installPython, mypy, python } from '../support/python.js'

const root = join(import.meta.dirname, '../..')
const fixtures = join(root, 'test/fixtures/python')
/** The oldest version that modules are for; mypy checks against its standard library. */
const OLDEST = '3.9'

let dir = ''
beforeAll(() => {
  installPython()
  dir = mkdtempSync(join(tmpdir(), 'fusion-python-'))
  mkdirSync(join(dir, 'shop'))
  writeFileSync(join(dir, 'shop/shop.py'), shopModule())
}, 600_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Modules as golden projects and this repository have them. */
const modules = [
  'generated/python/fusion_store.py',
  'test/golden/types/expected/python/types_.py',
  'test/golden/values/expected/python/values.py',
  'test/golden/object-names/expected/python/constructor.py',
  'test/emit/orchard/python/orchard.py',
]

describe.each(modules)('%s', (path) => {
  it('loads with the standard library alone, and loads no other module', () => {
    const script = `import runpy, sys
module = runpy.run_path(sys.argv[1])
assert module["TABLES"], "no tables"
outside = [name for name in sys.modules if name.partition(".")[0] in ("numpy", "pandas", "polars", "pyarrow")]
assert outside == [], outside`
    // -S: without installed packages.
    python(['-S', '-W', 'error', '-c', script, join(root, path)])
  })

  it('passes mypy --strict', () => {
    expect(mypy(join(root, path), OLDEST)).toContain('Success: no issues found')
  })
})

const hostile = fc.oneof(
  fc.constantFrom(
    'class',
    'None',
    'int',
    '__x',
    '__proto__',
    'a b',
    '"',
    "'",
    '"""',
    '\\',
    '\\"',
    '#',
    '{}',
    '\n',
    '\r',

    '\t',
    '\f',
    '\u2028',
    '\u202e',
    '\u0085',
    'größe',
    'ſ',
    's',
    '名前',
    '😀',
    '$',
    'Optional',
    'self',
    '*/',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.lorem({ maxCount: 40 }),
)
const columnOf = fc
  .record({
    name: hostile,
    type: fc.constantFrom(
      'int2',
      'int4',
      'int8',
      'float8',
      'numeric',
      'text',
      '_text',
      'jsonb',
      'uuid',
      'bool',
    ),
    comment: hostile,
    because: fc.option(hostile, { nil: undefined }),
    labels: fc.option(fc.uniqueArray(hostile, { maxLength: 12 }), { nil: undefined }),
  })
  .map(({ name, type, comment, because, labels }) => ({
    ...column(name, type, comment, because === undefined ? {} : { because }),
    ...(labels && type === 'text' && { values: { oneOf: labels } }),
  }))
const relationOf = fc
  .record({
    schema: hostile,
    name: hostile,
    comment: hostile,
    columns: fc.uniqueArray(columnOf, { selector: ({ name }) => name, maxLength: 6 }),
  })
  .map(({ columns, ...rest }) => relation('x.x', columns, rest))
const projects = fc.uniqueArray(relationOf, { selector: displayName, minLength: 1, maxLength: 5 })

/** What a module says of its relations. */
const described = (relations: readonly AnalyzedRelation[]): unknown =>
  relations.map((one) => [
    displayName(one),
    one.columns.map((c) => [c.name, c.type.sql, c.nullability.nullable, frameColumn(c).domain ?? null]),
  ])

it('says of hostile names, comments and values what the model says, and names each row', () => {
  const samples = fc.sample(projects, { numRuns: 100, seed: 20240229 })
  const models = samples.map((relations) => modelsOf(relations))
  const texts = models.map(({ project, analyzed }) => {
    const [artifact] = emitPython({ ...project, python: true }, analyzed)
    return artifact?.text ?? ''
  })
  const file = join(dir, 'hostile.json')
  writeFileSync(file, JSON.stringify(texts))
  const script = `import json, sys, typing
found = []
for text in json.load(open(sys.argv[1], encoding="utf-8")):
    sys.modules["generated"] = type(sys)("generated")
    module = sys.modules["generated"].__dict__
    exec(compile(text, "generated.py", "exec"), module)
    rows = [v for k, v in module.items() if k.endswith("Row") and isinstance(v, typing._TypedDictMeta)]
    assert len(rows) == len(module["TABLES"]), (len(rows), len(module["TABLES"]))
    for row, table in zip(rows, module["TABLES"].values()):
        hints = typing.get_type_hints(row, module)
        assert list(hints) == [c.name for c in table.columns]
        for column in table.columns:
            has_none = type(None) in typing.get_args(hints[column.name]) or hints[column.name] is type(None)
            assert has_none == column.nullable or hints[column.name] is typing.Any or column.pg_type == "jsonb"
    found.append([
        [name, [[c.name, c.pg_type, c.nullable, c.domain and list(c.domain) or (None if c.domain is None else [])] for c in t.columns]]
        for name, t in module["TABLES"].items()
    ])
print(json.dumps(found))`
  const found: unknown = JSON.parse(python(['-S', '-c', script, file]))
  expect(found).toEqual(models.map(({ analyzed }) => described(analyzed.relations)))
})

it('gives a hostile project types that mypy accepts', () => {
  const [relations = []] = fc.sample(projects, { numRuns: 1, seed: 7 })
  const names = ['class', 'int', '__x', 'a b', 'date', 'str', 'self', 'Any', '_datetime', 'größe', '"""']
  const all = names.flatMap((name) => [column(name, 'date', '"'), column(`${name}2`, 'text', '"""')])
  const { project, analyzed } = modelsOf([...relations, relation('m.all', all)])
  const file = join(dir, 'hostile.py')
  writeFileSync(file, emitPython({ ...project, python: true }, analyzed)[0]?.text ?? '')
  expect(mypy(file, OLDEST)).toContain('Success')
})

describe('check() with pandas', () => {
  type Problem = readonly [column: string, problem: string, count: number, detail: string]
  let found: Readonly<Record<string, readonly Problem[]>> & {
    readonly dtypes?: unknown
    readonly categories?: unknown
  }
  beforeAll(() => {
    found = JSON.parse(python([join(fixtures, 'check_pandas.py')], join(dir, 'shop'))) as typeof found
  })

  it.each(['good', 'as clients read', 'no rows', 'read again as objects', 'selected'])(
    'accepts: %s',
    (name) => {
      expect(found[name]).toEqual([])
    },
  )

  it.each([
    ['missing', ['city', 'missing column', 3, 'text']],
    ['unexpected', ['extra', 'unexpected column', 3, 'no such column']],
    ['twice', ['seen', 'unexpected column', 3, 'twice']],
    [
      'a nullable integer as float',
      ['seen', 'wrong dtype', 3, 'float64, where integer is expected as Int32'],
    ],
    ['narrower', ['offer_id', 'wrong dtype', 3, 'int32, where bigint is expected as Int64']],
    ['bool of objects', ['sold', 'wrong dtype', 3, 'object of boolean']],
    ['text of numbers', ['city', 'wrong dtype', 3, 'object of integer']],
    ['naive', ['at', 'wrong dtype', 3, 'datetime64[ns], where']],
    ['another zone', ['at', 'wrong dtype', 3, 'datetime64[ns, Europe/Oslo]']],
    ['decimal as float', ['price', 'wrong dtype', 3, 'float64']],
    ['categories in another order', ['bucket', 'wrong dtype', 3, "category of ['high', 'low']"]],
    ['a category too many', ['bucket', 'wrong dtype', 3, "category of ['low', 'mid']"]],
    ['null', ['seen', 'NULL', 2, 'never NULL']],
    ['nan of numpy', ['ratio', 'NULL', 1, 'never NULL']],
    ['nan of pandas', ['ratio', 'NULL', 1, 'never NULL']],
    ['null text', ['class', 'NULL', 1, 'never NULL']],
    ['outside a list', ['level', 'outside the domain', 2, 'such as 3, where one of [0, 1, 2]']],
    ['outside a list of texts', ['bucket', 'outside the domain', 1, "such as 'Low'"]],
    [
      'below and above',
      ['seen', 'outside the domain', 2, 'such as -1, 101, where at least 0 and at most 100'],
    ],
  ] as const)('names what is wrong: %s', (name, [of, problem, count, detail]) => {
    expect(found[name]?.[0]).toEqual([of, problem, count, expect.stringContaining(detail)])
  })

  it('names everything that is wrong with a frame at once', () => {
    expect(found['all at once']?.map(([of, problem, count]) => [of, problem, count])).toEqual([
      ['city', 'missing column', 3],
      ['level', 'wrong dtype', 3],
      ['seen', 'NULL', 1],
      ['seen', 'outside the domain', 2],
      ['extra', 'unexpected column', 3],
    ])
    expect(found['a category too many']?.[1]?.slice(0, 3)).toEqual(['bucket', 'outside the domain', 2])
  })

  it('refuses what is no frame', () => {
    expect(found['not a frame']).toContain('got list')
  })

  it('has the nullable dtypes, and categories in the order of the domain', () => {
    expect(found.dtypes).toEqual({
      offer_id: 'Int64',
      city: 'string',
      bucket: 'category',
      level: 'Int32',
      seen: 'Int32',
      ratio: 'Float64',
      mean: 'Float64',
      done: 'boolean',
      sold: 'boolean',
      price: 'object',
      weight: 'string',
      at: 'datetime64[ns, UTC]',
      local: 'datetime64[ns]',
      day: 'datetime64[ns]',
      payload: 'string',
      class: 'string',
    })
    expect(found.categories).toEqual(['low', 'high'])
  })
})

/**
 * Debian has no packages of polars and pyarrow, so stand-ins with the documented behavior take their place. They show that
 * the right functions are called, not that a certain version of the libraries has them.
 */
describe('polars and pyarrow, by stand-ins', () => {
  type Problem = readonly [column: string, problem: string, count: number, detail: string]
  type Found = Readonly<Record<string, readonly Problem[]>> & { readonly schema: unknown }
  let found: Readonly<Record<'polars' | 'pyarrow', Found>>
  beforeAll(() => {
    const path = [join(dir, 'shop'), join(fixtures, 'fake')].join(':')
    found = JSON.parse(python([join(fixtures, 'check_fakes.py')], path)) as typeof found
  })

  it('have the types of each column', () => {
    expect(found.polars.schema).toMatchObject({
      offer_id: 'Int64',
      bucket: "Enum(categories=['low', 'high'])",
      level: 'Int32',
      ratio: 'Float64',
      done: 'Boolean',
      price: 'Decimal(precision=10, scale=2)',
      weight: 'String',
      at: "Datetime(time_unit='us', time_zone='UTC')",
      local: "Datetime(time_unit='us', time_zone=None)",
      day: 'Date',
      payload: 'String',
    })
    expect(found.pyarrow.schema).toMatchObject({
      offer_id: ['int64', false],
      city: ['string', true],
      bucket: ['dictionary<values=string, indices=int32, ordered=0>', true],
      level: ['int32', false],
      ratio: ['double', false],
      done: ['bool', false],
      price: ['decimal128(10, 2)', true],
      weight: ['string', true],
      at: ['timestamp[us, tz=UTC]', false],
      local: ['timestamp[us]', true],
      day: ['date32[day]', true],
      payload: ['string', true],
    })
  })

  it.each(['polars', 'pyarrow'] as const)(
    '%s: check() accepts what is right and names what is wrong',
    (library) => {
      const of = found[library]
      const short = (name: string) => of[name]?.map(([c, problem, count]) => [c, problem, count])
      expect(of['good']).toEqual([])
      expect(of['other types of text']).toEqual([])
      expect(short('missing')).toEqual([['seen', 'missing column', 2]])
      expect(short('unexpected')).toEqual([['extra', 'unexpected column', 2]])
      expect(short('wrong')).toEqual([
        ['bucket', 'outside the domain', 1],
        ['level', 'outside the domain', 2],
        ['seen', 'outside the domain', 2],
        ['ratio', 'NULL', 2],
        ['class', 'NULL', 1],
      ])
      const wrongTypes =
        library === 'polars' ? ['bucket', 'level', 'price', 'at'] : ['level', 'sold', 'price', 'at']
      expect(short('dtypes')).toEqual(wrongTypes.map((name) => [name, 'wrong dtype', 2]))
    },
  )
})

it('the committed module of this repository can be read beside its rows.ts', () => {
  const rows = readFileSync(join(root, 'generated/rows.ts'), 'utf8')
  const text = readFileSync(join(root, modules[0] ?? ''), 'utf8')
  const named = (pattern: RegExp, of: string) => [...of.matchAll(pattern)].map(([, name]) => name)
  expect(named(/^class (\w+Row)\(TypedDict\)/gm, text)).toEqual(
    named(/^export interface (\w+Row) \{/gm, rows),
  )
})
