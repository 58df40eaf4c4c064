import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emitPython } from '../../src/emit/emit-python.js'
import { frameColumn } from '../../src/emit/python/column-kind.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { displayName } from '../../src/model/relation-name.js'
import { column, modelsOf, relation } from '../emit/model.js'
import { installPython, mypy, OLDEST_PYTHON, python } from '../support/python.js'

let dir = ''
beforeAll(() => {
  installPython()
  dir = mkdtempSync(join(tmpdir(), 'fusion-python-'))
}, 600_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

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
  expect(mypy(file, OLDEST_PYTHON)).toContain('Success')
})
