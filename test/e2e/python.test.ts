import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopModule } from '../support/python-shop.js'
import { installPython, mypy, OLDEST_PYTHON, python } from '../support/python.js'

const root = join(import.meta.dirname, '../..')
const fixtures = join(root, 'test/fixtures/python')

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
    expect(mypy(join(root, path), OLDEST_PYTHON)).toContain('Success: no issues found')
  })
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

  it('refuses what is not a frame', () => {
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

it('the committed module of this repository has the row names of its rows.ts', () => {
  const rows = readFileSync(join(root, 'generated/rows.ts'), 'utf8')
  const text = readFileSync(join(root, modules[0] ?? ''), 'utf8')
  const named = (pattern: RegExp, of: string) => [...of.matchAll(pattern)].map(([, name]) => name)
  expect(named(/^class (\w+Row)\(TypedDict\)/gm, text)).toEqual(
    named(/^export interface (\w+Row) \{/gm, rows),
  )
})
