import { describe, expect, it } from 'vitest'
import { croissant, type CroissantInput } from '../../src/app/export/metadata/croissant.js'
import { column, relation } from '../emit/model.js'
import { schemaFaults } from '../support/json-schema.js'

/** The schema is written from the text of the specification, see its comment. */
const faults = schemaFaults('metadata/croissant.schema.json')

const price = column('price', 'numeric', 'Price.')
const offers = relation(
  'ml.offers',
  [
    column('offer id', 'int8', 'Offer.'),
    column('city', 'text', 'City.', { because: 'x' }),
    column('ratio', 'float8', 'Ratio.'),
    column('done', 'bool', 'Whether it is done.'),
    column('at', 'timestamptz', 'When.'),
    column('day', 'date', 'Day.'),
    column('payload', 'jsonb', 'Payload.'),
    { ...price, type: { ...price.type, sql: 'numeric(10,2)' } },
    column('weight', 'numeric', 'Weight.'),
  ],
  { uniqueKeys: [['offer id'], ['at', 'city']] },
)
const file = { path: 'ml.offers.parquet', sha256: 'ab'.repeat(32), bytes: 1234 }
const input: CroissantInput = {
  name: 'offers',
  description: 'Offers of a day.',
  relation: offers,
  files: [file],
}

describe('croissant', () => {
  it('describes one file and matches the schema', () => {
    const made = croissant({
      ...input,
      license: 'https://creativecommons.org/licenses/by/4.0/',
      url: 'https://example.org/offers',
      version: '1.2.0',
      datePublished: '2024-02-29',
    })
    expect(faults(made)).toBeNull()
    expect(made).toMatchObject({
      '@type': 'sc:Dataset',
      name: 'offers',
      description: 'Offers of a day.',
      license: 'https://creativecommons.org/licenses/by/4.0/',
      distribution: [
        {
          '@type': 'cr:FileObject',
          '@id': 'ml.offers.parquet',
          contentUrl: 'ml.offers.parquet',
          contentSize: '1234 B',
          encodingFormat: 'application/vnd.apache.parquet',
          sha256: file.sha256,
        },
      ],
      recordSet: [
        { name: 'ml.offers', description: 'Comment of ml.offers.', key: [{ '@id': 'rows/offer%20id' }] },
      ],
    })
    expect(made.recordSet[0]?.field[0]).toEqual({
      '@type': 'cr:Field',
      '@id': 'rows/offer%20id',
      name: 'offer id',
      description: 'Offer.',
      dataType: 'sc:Integer',
      source: { fileObject: { '@id': 'ml.offers.parquet' }, extract: { column: 'offer id' } },
    })
  })

  it('has a type for each column', () => {
    const fields = croissant(input).recordSet[0]?.field.map(({ name, dataType }) => [name, dataType]) ?? []
    expect(Object.fromEntries(fields)).toEqual({
      'offer id': 'sc:Integer',
      city: 'sc:Text',
      ratio: 'sc:Float',
      done: 'sc:Boolean',
      at: 'sc:DateTime',
      day: 'sc:Date',
      payload: 'sc:Text',
      price: 'sc:Float',
      weight: 'sc:Text',
    })
  })

  it('combines several files, and leaves out what is not given', () => {
    const files = [file, { ...file, path: 'parts/b c.parquet' }]
    const made = croissant({ ...input, files })
    expect(faults(made)).toBeNull()
    expect(made.distribution.map((one) => [one['@type'], one['@id']])).toEqual([
      ['cr:FileObject', 'ml.offers.parquet'],
      ['cr:FileObject', 'parts/b c.parquet'],
      ['cr:FileSet', 'files'],
    ])
    expect(made.distribution[1]).toMatchObject({ contentUrl: 'parts/b%20c.parquet' })
    expect(made.recordSet[0]?.field[0]?.source).toEqual({
      fileSet: { '@id': 'files' },
      extract: { column: 'offer id' },
    })
    expect(Object.keys(made)).not.toContain('license')
  })

  it('has the columns that were exported, and a key among them only', () => {
    const [records] = croissant({ ...input, columns: ['city', 'at'] }).recordSet
    expect(records?.field.map(({ name }) => name)).toEqual(['city', 'at'])
    expect(records?.key).toEqual([{ '@id': 'rows/at' }, { '@id': 'rows/city' }])
    expect(croissant({ ...input, columns: ['city'] }).recordSet[0]).not.toHaveProperty('key')
  })

  it('refuses no file, and a column that is not there', () => {
    expect(() => croissant({ ...input, files: [] })).toThrow('at least one file')
    expect(() => croissant({ ...input, columns: ['cty'] })).toThrow('ml.offers has no column "cty"')
  })

  it('is checked by a schema that finds faults', () => {
    const made = croissant(input)
    expect(faults({ ...made, conformsTo: 'http://mlcommons.org/croissant/1.1' })).not.toBeNull()
    expect(faults({ ...made, distribution: [{ ...made.distribution[0], sha256: 'x' }] })).not.toBeNull()
    expect(faults({ ...made, recordSet: [{ ...made.recordSet[0], field: [{ name: 'x' }] }] })).not.toBeNull()
  })
})
