import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckSection } from '../../src/check/index.js'
import type { ChangeWitness, RelationVerdict } from '../../src/model/change-verdict.js'
import { type Comparer, createComparer, type Version } from './compared.js'

let comparer: Comparer
beforeAll(async () => {
  comparer = await createComparer()
})
afterAll(() => comparer?.end())

const only = (x: string, rest: Partial<Version> = {}): Version => ({ columns: { x }, ...rest })

const verdictOf = ({ verdicts }: CheckSection, relation = 'ml.v'): RelationVerdict => {
  const found = verdicts.find((verdict) => verdict.relation === relation)
  if (!found) throw new Error(`no verdict on ${relation}`)
  return found
}

/** `x: different`, for each part that is not the same. */
const partsOf = ({ rows, columns }: RelationVerdict): string[] =>
  [...(rows ? [{ column: 'rows', ...rows }] : []), ...columns]
    .filter(({ meaning }) => meaning !== 'equivalent')
    .map(({ column, meaning }) => `${column}: ${meaning}`)

const witnessOf = ({ rows, columns }: RelationVerdict): ChangeWitness => {
  const witness = columns.find((one) => one.witness)?.witness ?? rows?.witness
  if (!witness) throw new Error('no witness')
  return witness
}

/** The values of a source in a witness, row by row. */
const cellsOf = ({ sources }: ChangeWitness, relation = 'up.offers'): Record<string, string | null>[] =>
  sources
    .filter((source) => source.relation === relation)
    .flatMap(({ rows }) =>
      rows.map((row) => Object.fromEntries(row.map(({ column, value }) => [column, value]))),
    )

describe('a changed view', () => {
  it('is equivalent if only aliases and layout changed', async () => {
    const section = await comparer.compare(
      only('(select max(q.price) from up.offers q where q.shop_id = s.shop_id)'),
      only('(select max(z.price) from up.offers z where z.shop_id = s.shop_id)'),
    )
    expect(verdictOf(section)).toMatchObject({ class: 'equivalent', step: 'patch', because: [], reaches: [] })
    expect(section.isEquivalent).toBe(true)
  })

  it('is documentation if only a comment changed', async () => {
    const section = await comparer.compare(only('o.price'), only('o.price', { comment: 'All offers.' }))
    expect(section.verdicts.map((verdict) => verdict.class)).toEqual(['documentation'])
    expect(section.isEquivalent).toBe(true)
  })

  it('is additive with a new last column, and breaking if it moves others', async () => {
    const old = { columns: { x: 'o.price' } }
    const last = await comparer.compare(old, { columns: { x: 'o.price', y: 'o.sold' } })
    expect(verdictOf(last)).toMatchObject({
      class: 'additive',
      step: 'minor',
      rows: { meaning: 'equivalent' },
    })
    expect(last.isEquivalent).toBe(false)
    const first = await comparer.compare(old, { columns: { y: 'o.sold', x: 'o.price' } })
    expect(verdictOf(first)).toMatchObject({
      class: 'breaking',
      because: ['column y is new and comes before others, which moves them'],
    })
  })

  it('is breaking without one of its columns, and reaches its readers', async () => {
    const section = await comparer.compare({ columns: { x: 'o.price', y: 'o.sold' } }, only('o.price'))
    expect(verdictOf(section)).toMatchObject({
      class: 'breaking',
      step: 'major',
      because: ['column y is gone'],
      reaches: [{ relation: 'ml.w', rows: false, columns: ['y'] }],
    })
  })

  it('differs in rows if a join does, with the row that one version lacks', async () => {
    const section = await comparer.compare(only('o.price', { join: 'left' }), only('o.price'))
    const verdict = verdictOf(section)
    expect(verdict.rows).toMatchObject({ meaning: 'different' })
    expect(verdict.rows?.witness).toMatchObject({
      before: { kind: 'row', cells: [{ column: 'offer_id' }] },
      after: { kind: 'no row' },
    })
    // An offer without its shop.
    expect(verdict.rows?.witness?.sources.map(({ relation, rows }) => [relation, rows.length])).toEqual([
      ['up.offers', 1],
    ])
    expect(verdict.reaches).toMatchObject([{ relation: 'ml.w', rows: true }])
  })

  it.each<[string, string, string, string]>([
    ['coalesce(o.price, 0)', 'o.price', 'x: different', 'a nullable column'],
    ['o.price', 'o.price::bigint', 'x: wider', 'the same values in a wider type'],
    ['o.price::bigint', 'o.price', 'x: narrower', 'the same values in a narrower type'],
    ['o.price::text', 'o.price', 'x: undecided', 'a type of another kind'],
  ])('from %s to %s: %s, %s', async (before, after, expected) => {
    const section = await comparer.compare(only(before), only(after))
    expect(partsOf(verdictOf(section))).toEqual([expected])
    expect(verdictOf(section).class).toBe('breaking')
  })

  it('is read again where an error hides the rest', async () => {
    const section = await comparer.compare(
      { columns: { x: 'o.price > 10', y: '1 / o.price' } },
      { columns: { x: 'o.price > 11', y: '1 / (o.price + 0)' } },
    )
    expect(partsOf(verdictOf(section))).toEqual(['x: different', 'y: undecided'])
    expect(cellsOf(witnessOf(verdictOf(section)))).toMatchObject([{ price: '11' }])
  })

  it('is not told apart by what it returns differently each time', async () => {
    const section = await comparer.compare(only('random() + o.price'), only('random() + o.price * 1'))
    expect(verdictOf(section).columns).toMatchObject([
      { column: 'x', meaning: 'undecided', because: 'it is read differently each time', witness: null },
    ])
  })

  it('is not searched without tries', async () => {
    const section = await comparer.compare(only('o.price > 10'), only('o.price > 11'), 0)
    expect(verdictOf(section).columns).toMatchObject([
      { meaning: 'undecided', because: 'no search was made' },
    ])
  })

  it('gets the same witness each time', async () => {
    const compare = () => comparer.compare(only("o.label = 'a'"), only("o.label like 'a%'"))
    expect(verdictOf(await compare())).toEqual(verdictOf(await compare()))
  })
})

/** Two definitions of a column, and the source values at which they differ. */
const found: readonly (readonly [
  before: string,
  after: string,
  cells: object,
  outputs: [string | null, string | null],
])[] = [
  ['o.price < 80', 'o.price < 79', { price: '79' }, ['true', 'false']],
  ['o.price < 80', 'o.price <= 80', { price: '80' }, ['false', 'true']],
  ['o.rate > 0.25', 'o.rate > 0.2', {}, ['false', 'true']],
  ["o.state = 'held'", "o.state = 'closed'", {}, ['false', 'true']],
  ['o.full >= 90', 'o.full > 90', { full: '90' }, ['true', 'false']],
  ["(o.doc->>'n')::text = '7'", "(o.doc->>'n')::text = '8'", {}, ['false', 'true']],
  ["o.doc->'a'->>'b'", "o.doc->'a'->>'c'", {}, [null, '']],
  [
    "o.at < '2024-03-01 00:00:00+00'",
    "o.at <= '2024-03-01 00:00:00+00'",
    { at: '2024-03-01 00:00:00+00' },
    ['false', 'true'],
  ],
  ['o.price is null', 'false', { price: null }, ['true', 'false']],
  [
    "case when o.label ~ '^[0-9]+$' then o.label::bigint > 41 end",
    "case when o.label ~ '^[0-9]+$' then o.label::bigint > 42 end",
    { label: '42' },
    ['true', 'false'],
  ],
  ['lower(o.label)', 'o.label', {}, ['b', 'B']],
  [
    '(select count(*) from up.offers q where q.shop_id = o.shop_id) > 2',
    '(select count(*) from up.offers q where q.shop_id = o.shop_id) > 3',
    {},
    ['true', 'false'],
  ],
]

describe('rows that show a difference', () => {
  it.each(found)('%s and %s', async (before, after, cells, outputs) => {
    const witness = witnessOf(verdictOf(await comparer.compare(only(before), only(after))))
    const [cell] = cellsOf(witness)
    expect(cell).toMatchObject(cells)
    const values = [witness.before, witness.after].map((output) =>
      output.kind === 'row' ? output.cells.find(({ column }) => column === 'x')?.value : output.kind,
    )
    if (outputs[0] !== null && outputs[1] !== null) expect(values.toSorted()).toEqual(outputs.toSorted())
    else expect(values[0]).not.toEqual(values[1])
    // Only one shop, and as few offers as it takes.
    expect(cellsOf(witness, 'up.shops').length).toBe(1)
    expect(cellsOf(witness).length).toBeLessThanOrEqual(before.includes('count') ? 3 : 1)
  })

  it('can be an error of one version', async () => {
    const verdict = verdictOf(await comparer.compare(only('100 / o.price'), only('100 / nullif(o.price, 0)')))
    expect(witnessOf(verdict)).toMatchObject({
      before: { kind: 'error', message: 'division by zero' },
      after: { kind: 'row' },
    })
    expect(cellsOf(witnessOf(verdict))).toMatchObject([{ price: '0' }])
  })

  it('have the columns that matter, and the keys', async () => {
    const version = (limit: number) => only(`o.price > ${limit}`, { where: 'not o.sold' })
    const witness = witnessOf(verdictOf(await comparer.compare(version(3), version(4))))
    expect(cellsOf(witness)).toEqual([{ offer_id: '1', shop_id: '1', price: '4', sold: 'false' }])
    expect(cellsOf(witness, 'up.shops')).toEqual([{ shop_id: '1' }])
  })
})
