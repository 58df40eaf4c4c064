import { describe, expect, it } from 'vitest'
import { openLineageEvent, type OpenLineageInput } from '../../src/app/export/metadata/open-lineage.js'
import type { AnalyzedColumn } from '../../src/model/analyzed-project.js'
import { column, relation } from '../emit/model.js'
import { schemaFaults } from '../support/json-schema.js'

/** The schema is written from the text of the specification, see its comment. */
const faults = schemaFaults('metadata/open-lineage.schema.json')

const named = (schema: string, ...names: readonly string[]) => names.map((name) => ({ schema, name }))
const from = (
  ...flows: readonly (readonly [relation: string, column: string, role?: 'condition' | 'both'])[]
): { lineage: AnalyzedColumn['lineage'] } => ({
  lineage: flows.map(([of, name, role]) => ({ relation: of, column: name, ...(role && { role }) })),
})

const source = { kind: 'source' } as const
const shops = relation(
  'shop.shops',
  [column('shop_id', 'int4', 'Shop.'), column('open', 'bool', 'Open.')],
  source,
)
const rates = relation('shop.rates', [column('rate', 'float8', 'Rate.')], source)
const offers = relation(
  'shop.offers',
  ['offer_id', 'shop_id', 'price', 'kind', 'hidden'].map((name) => column(name, 'int4', `${name}.`)),
  source,
)
const unread = relation('shop.unread', [column('id', 'int4', 'Id.')], source)

/** Reads the offers that are not hidden. */
const visible = relation(
  'ml.visible',
  [
    column('offer_id', 'int4', 'Offer.', from(['shop.offers', 'offer_id'])),
    column('shop_id', 'int4', 'Shop.', from(['shop.offers', 'shop_id'])),
    column('amount', 'int4', 'Amount.', from(['shop.offers', 'price'], ['shop.offers', 'kind', 'condition'])),
  ],
  {
    dependsOn: named('shop', 'offers'),
    rowLineage: [{ relation: 'shop.offers', column: 'hidden' }],
  },
)
const features = relation(
  'ml.features',
  [
    column('offer_id', 'int4', 'Offer.', from(['ml.visible', 'offer_id'])),
    column(
      'amount',
      'int4',
      'Amount.',
      from(['ml.visible', 'amount', 'both'], ['shop.shops', 'open', 'condition']),
    ),
    column('is_expensive', 'bool', 'Whether it is expensive.', from(['ml.visible', 'amount', 'condition'])),
    column('one', 'int4', 'One.'),
  ],
  {
    dependsOn: [...named('ml', 'visible'), ...named('shop', 'rates', 'shops')],
    rowLineage: [
      { relation: 'ml.visible', column: 'shop_id' },
      { relation: 'shop.shops', column: 'shop_id' },
    ],
  },
)

const input: OpenLineageInput = {
  producer: 'https://example.org/fusion-store/0.1.0',
  job: { namespace: 'shop', name: 'export ml.features' },
  run: {
    id: '0190fa3c-7e2f-7c7e-8c0b-5b1d1a1f0e11',
    startedAt: '2024-02-29T10:00:00.000Z',
    endedAt: '2024-02-29T10:00:05.500Z',
  },
  database: { host: 'db.example.org', port: 5432, name: 'market' },
  relations: [shops, rates, offers, unread, visible, features],
  relation: { schema: 'ml', name: 'features' },
  output: {
    namespace: 'file',
    name: '/data/features.parquet',
    uri: 'file:///data/features.parquet',
    rows: 12,
    bytes: 3456,
    files: 1,
  },
}

describe('openLineageEvent', () => {
  const event = openLineageEvent(input)
  const [output] = event.outputs

  it('matches the schema', () => {
    expect(faults(event)).toBeNull()
    expect(event).toMatchObject({
      eventType: 'COMPLETE',
      eventTime: '2024-02-29T10:00:05.500Z',
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
      job: { namespace: 'shop', name: 'export ml.features' },
      run: {
        runId: '0190fa3c-7e2f-7c7e-8c0b-5b1d1a1f0e11',
        facets: { nominalTime: { nominalStartTime: '2024-02-29T10:00:00.000Z' } },
      },
    })
  })

  it('reads the source tables, those of views that are read included', () => {
    expect(event.inputs.map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      'postgres://db.example.org:5432 market.shop.offers',
      'postgres://db.example.org:5432 market.shop.rates',
      'postgres://db.example.org:5432 market.shop.shops',
    ])
    expect(event.inputs[2]?.facets).toMatchObject({
      schema: { fields: [{ name: 'shop_id', type: 'integer', description: 'Shop.' }, { name: 'open' }] },
      dataSource: { uri: 'postgres://db.example.org:5432/market' },
    })
  })

  it('traces each column to the sources, by value and by condition', () => {
    const fields = Object.entries(output?.facets.columnLineage.fields ?? {}).map(
      ([name, { inputFields }]) => [
        name,
        ...inputFields.map(
          (one) => `${one.name}.${one.field} ${one.transformations.map(({ type }) => type).join(' ')}`,
        ),
      ],
    )
    expect(fields).toEqual([
      ['offer_id', 'market.shop.offers.offer_id DIRECT'],
      [
        'amount',
        'market.shop.offers.kind INDIRECT',
        'market.shop.offers.price DIRECT INDIRECT',
        'market.shop.shops.open INDIRECT',
      ],
      ['is_expensive', 'market.shop.offers.kind INDIRECT', 'market.shop.offers.price INDIRECT'],
      ['one'],
    ])
  })

  it('lists what decides the rows once, that of views included', () => {
    const rows = output?.facets.columnLineage.dataset ?? []
    expect(rows.map(({ name, field }) => `${name}.${field}`)).toEqual([
      'market.shop.offers.hidden',
      'market.shop.offers.shop_id',
      'market.shop.shops.shop_id',
    ])
    expect(rows.every(({ transformations: [first] }) => first?.type === 'INDIRECT')).toBe(true)
  })

  it('has the written columns and what was written', () => {
    expect(output).toMatchObject({
      namespace: 'file',
      name: '/data/features.parquet',
      facets: {
        schema: {
          fields: [{ name: 'offer_id' }, { name: 'amount' }, { name: 'is_expensive' }, { name: 'one' }],
        },
        dataSource: { name: 'file', uri: 'file:///data/features.parquet' },
      },
      outputFacets: { outputStatistics: { rowCount: 12, size: 3456, fileCount: 1 } },
    })
    const [some] = openLineageEvent({ ...input, columns: ['one', 'offer_id'] }).outputs
    expect(Object.keys(some?.facets.columnLineage.fields ?? {})).toEqual(['one', 'offer_id'])
    expect(some?.facets.schema.fields.map(({ name }) => name)).toEqual(['one', 'offer_id'])
  })

  it('of a source has the source itself', () => {
    const made = openLineageEvent({ ...input, relation: { schema: 'shop', name: 'rates' } })
    expect(faults(made)).toBeNull()
    expect(made.inputs.map(({ name }) => name)).toEqual(['market.shop.rates'])
    expect(made.outputs[0]?.facets.columnLineage.fields['rate']?.inputFields).toMatchObject([
      { name: 'market.shop.rates', field: 'rate', transformations: [{ type: 'DIRECT' }] },
    ])
    expect(made.outputs[0]?.facets.columnLineage).not.toHaveProperty('dataset')
  })

  it('writes an IPv6 address as a URI does', () => {
    const made = openLineageEvent({ ...input, database: { host: '::1', port: 5433, name: 'my db' } })
    expect(faults(made)).toBeNull()
    expect(made.inputs[0]).toMatchObject({
      namespace: 'postgres://[::1]:5433',
      name: 'my db.shop.offers',
      facets: { dataSource: { uri: 'postgres://[::1]:5433/my%20db' } },
    })
  })

  it('refuses a relation and a column that are not there', () => {
    expect(() => openLineageEvent({ ...input, relation: { schema: 'ml', name: 'x' } })).toThrow(
      'ml.x is not a relation',
    )
    expect(() => openLineageEvent({ ...input, columns: ['x'] })).toThrow('ml.features has no column "x"')
  })

  it('is checked by a schema that finds faults', () => {
    expect(faults({ ...event, run: { runId: 'x' } })).not.toBeNull()
    expect(faults({ ...event, eventTime: '2024-02-29' })).not.toBeNull()
    const fields = { a: { inputFields: [{ name: 'x' }] } }
    const columnLineage = { ...output?.facets.columnLineage, fields }
    expect(faults({ ...event, outputs: [{ ...output, facets: { columnLineage } }] })).not.toBeNull()
  })
})
