import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { buildCatalog } from '../../src/emit/build-catalog.js'
import { catalogSchema } from '../../src/emit/catalog-schema.js'
import type { Catalog } from '../../src/emit/catalog.js'
import { emitCatalog } from '../../src/emit/emit-catalog.js'
import { column, modelsOf, relation } from '../emit/model.js'
import { orchard } from '../emit/orchard.js'

const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
}).compile(catalogSchema)

const faults = (value: unknown): readonly string[] =>
  validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`)

const catalog = (): Catalog => buildCatalog(orchard.project, orchard.analyzed)
const [first] = catalog().relations

describe('catalog.json', () => {
  it('is valid by the schema that lies beside it', () => {
    const [file, schema] = emitCatalog(orchard.project, orchard.analyzed)
    const content: unknown = JSON.parse(file?.text ?? '')
    expect(faults(content)).toEqual([])
    expect(content).toEqual(catalog())
    expect(JSON.parse(schema?.text ?? '')).toEqual(catalogSchema)
    expect(schema?.path).toBe(catalog().$schema.slice('./'.length))
  })

  it('has the base type of a domain', () => {
    const type = {
      schema: 'app',
      name: 'small',
      sql: 'app.small',
      base: { schema: 'pg_catalog', name: 'int4' },
    }
    const { project, analyzed } = modelsOf([relation('a.b', [{ ...column('c', 'int4', 'C.'), type }])])
    const built = buildCatalog(project, analyzed)
    expect(built.relations[0]?.columns[0]).toMatchObject({
      baseType: ['pg_catalog', 'int4'],
      reads: 'number',
    })
    expect(faults(built)).toEqual([])
  })

  it('holds no line of a module, which would move with every edit above it', () => {
    expect(JSON.stringify(catalog())).not.toContain('"line"')
    expect(first?.module).toBe('views/sources.ts')
  })

  it.each([
    ['another version', { ...catalog(), schemaVersion: 2 }],
    ['an unknown key', { ...catalog(), extra: 1 }],
    ['a relation without columns', { ...catalog(), relations: [{ ...first, columns: undefined }] }],
    [
      'no reason',
      { ...catalog(), relations: [{ ...first, columns: [{ ...first?.columns[0], nullable: true }] }] },
    ],
    [
      'a reason too many',
      { ...catalog(), relations: [{ ...first, columns: [{ ...first?.columns[0], because: '' }] }] },
    ],
  ])('is refused with %s', (_, value) => expect(faults(JSON.parse(JSON.stringify(value)))).not.toEqual([]))
})
