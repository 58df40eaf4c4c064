import { describe, expect, it } from 'vitest'
import { emitPython, pythonPath } from '../../src/emit/emit-python.js'
import type { AnalyzedColumn, AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { column, modelsOf, relation } from '../emit/model.js'
import { orchard } from '../emit/orchard.js'

const textOf = (relations: readonly AnalyzedRelation[]): string => {
  const { project, analyzed } = modelsOf(relations)
  return emitPython({ ...project, python: true }, analyzed)[0]?.text ?? ''
}

const of = (...columns: readonly AnalyzedColumn[]): string => textOf([relation('a.b', columns)])

/** A column of another type. */
const typed = (name: string, type: Partial<AnalyzedColumn['type']>): AnalyzedColumn => {
  const made = column(name, 'int4', 'C.')
  return { ...made, type: { ...made.type, ...type } }
}

describe('emitPython', () => {
  it('writes nothing unless the project asks for it', () => {
    expect(emitPython(orchard.project, orchard.analyzed)).toEqual([])
  })

  it('writes what is committed for the orchard', async () => {
    const [artifact] = emitPython({ ...orchard.project, python: true }, orchard.analyzed)
    expect(artifact?.path).toBe('python/orchard.py')
    await expect(artifact?.text).toMatchFileSnapshot('../emit/orchard/python/orchard.py')
  })

  it('gives the same bytes again', () => {
    const twice = [1, 2].map(() => emitPython({ ...orchard.project, python: true }, orchard.analyzed))
    expect(twice[0]).toEqual(twice[1])
  })

  it.each([
    ['fusion_store', 'python/fusion_store.py'],
    ['my store/2', 'python/my_store_2.py'],
    ['2024', 'python/_2024.py'],
    ['class', 'python/class_.py'],
    ['types', 'python/types_.py'],
    ['Statistics', 'python/Statistics_.py'],
    ['Con', 'python/Con_.py'],
    ['größe', 'python/gr_e.py'],
    ['', 'python/_.py'],
  ])('names the module of %j so that it can be imported', (name, path) => {
    expect(pythonPath(name)).toBe(path)
  })

  it('lists the values of texts, integers and booleans, and of nothing that has no literals', () => {
    const text = of(
      { ...column('t', 'text', 'T.'), values: { oneOf: ['b', 'a"'] } },
      { ...column('i', 'int4', 'I.', { because: 'x' }), values: { oneOf: [-1, 2] } },
      { ...column('y', 'bool', 'B.'), values: { oneOf: [true] } },
      { ...column('f', 'float8', 'F.'), values: { oneOf: [0, 1] } },
      { ...column('n', 'numeric', 'N.'), values: { oneOf: ['0.5'] } },
      { ...column('none', 'int4', 'N.', { because: 'x' }), values: { oneOf: [] } },
      { ...column('never', 'text', 'N.'), values: { oneOf: [] } },
      { ...column('r', 'int8', 'R.'), values: { min: 0, max: 100 } },
    )
    expect(text).toContain('    t: Literal["b", "a\\""]\n')
    expect(text).toContain('    i: Optional[Literal[-1, 2]]\n')
    expect(text).toContain('    y: Literal[True]\n')
    expect(text).toContain('    f: float\n')
    expect(text).toContain('    n: _decimal.Decimal\n')
    expect(text).toContain('    none: None\n')
    expect(text).toContain('    never: NoReturn\n')
    expect(text).toContain('Column("t", "text", "category", nullable=False, domain=("b", "a\\"")),')
    expect(text).toContain('Column("f", "double precision", "float64", nullable=False, domain=(0, 1)),')
    expect(text).toContain('Column("n", "numeric", "numeric", nullable=False),')
    expect(text).toContain('Column("never", "text", "string", nullable=False, domain=()),')
    expect(text).toContain('Column("r", "bigint", "int64", nullable=False, minimum=0, maximum=100),')
  })

  it('knows decimals by their modifier, enums by their labels and domains by their base', () => {
    const text = of(
      typed('price', { name: 'numeric', sql: 'numeric(10,2)' }),
      typed('wide', { name: 'numeric', sql: 'numeric(39,2)' }),
      typed('tens', { name: 'numeric', sql: 'numeric(3,-1)' }),
      typed('color', { schema: 's', name: 'color', sql: 's.color', labels: ['red', 'green'] }),
      typed('percent', {
        schema: 's',
        name: 'percent',
        sql: 's.percent',
        base: { schema: 'pg_catalog', name: 'int4' },
      }),
      typed('place', { schema: 's', name: 'geometry', sql: 's.geometry' }),
    )
    expect(text).toContain('Column("price", "numeric(10,2)", "decimal", nullable=False, decimal=(10, 2)),')
    expect(text).toContain('Column("wide", "numeric(39,2)", "numeric", nullable=False),')
    expect(text).toContain('Column("tens", "numeric(3,-1)", "numeric", nullable=False),')
    expect(text).toContain('Column("color", "s.color", "category", nullable=False, domain=("red", "green")),')
    expect(text).toContain('Column("percent", "s.percent", "int32", nullable=False),')
    expect(text).toContain('Column("place", "s.geometry", "other", nullable=False),')
    expect(text).toMatch(/    color: Literal\["red", "green"\]\n[^]*    percent: int\n[^]*    place: str\n/)
  })

  it.each(['class', 'a b', '__x', 'größe', 'int', 'Optional', '2nd', '_decimal'])(
    'writes a row with a column %j as a call, which takes any name',
    (name) => {
      const text = of(column(name, 'text', 'C.'), column('id', 'int4', 'I.'))
      expect(text).toContain(
        `BRow = TypedDict(\n    "BRow",\n    {\n        # C. \`text\`.\n        "${name}": str,\n`,
      )
    },
  )

  it('cannot be ended by a comment, and shows what an editor would hide', () => {
    const text = of(column('a', 'text', 'A """ \\ \u202e\n# b "'))
    expect(text).toContain('    """A \\"\\"\\" \\\\ \\u202e # b ". `text`."""\n')
  })

  it('has names that Python tells apart', () => {
    // The long s is an s to Python.
    const names = ['s.ſ', 's.s', 's.a b', 's.a_b'].map((name) => relation(name, [column('id', 'int4', 'I.')]))
    const rows = [...textOf(names).matchAll(/^class (\w+|.*)\(TypedDict/gm)].map(([, name]) => name ?? '')
    expect(new Set(rows.map((name) => name.normalize('NFKC'))).size).toBe(4)
    expect(rows.join('')).not.toContain('$')
  })

  it('handles relations without columns, and projects without relations', () => {
    expect(of()).toContain('BTable = Table(\n    "a",\n    "b",\n    (),\n)\n')
    expect(textOf([])).toContain('TABLES: Mapping[str, Table] = {}\n')
  })
})
