import { EXIT } from '../../src/cli/exit-codes.js'
import { describe, expect, it } from 'vitest'
import { colorsFor } from '../../src/cli/report/text/colors.js'
import { printShuffle } from '../../src/cli/report/text/print-shuffle.js'
import { shuffleGrade, shuffleReport } from '../../src/app/shuffle/shuffle-report.js'
import { explainRows } from '../../src/meaning/shuffle/explain-rows.js'
import { sampleColumns } from '../../src/meaning/shuffle/sample-columns.js'
import type { CompiledSource } from '../../src/model/compiled-project.js'
import type { ViewShuffle } from '../../src/model/view-shuffle.js'

const source = (name: string, key: readonly string[], ...more: readonly string[]): CompiledSource => ({
  kind: 'source',
  schema: 'up',
  name,
  comment: name,
  key,
  columns: [...key, ...more].map((column) => ({ name: column, type: 'text', nullable: false, comment: '' })),
  place: {},
})

describe('the columns by which rows are sampled', () => {
  const listings = source('listings', ['generation', 'listing_id'], 'title')
  const images = source('images', ['listing_id', 'generation', 'n'], 'title')
  const generations = source('generations', ['generation'], 'title')
  const log = source('log', [], 'title', 'at')
  const all = [generations, listings, images, log]

  it('are those of the keys that two sources share, in one order on both sides', () => {
    expect(sampleColumns(listings, all)).toEqual(['generation', 'listing_id'])
    expect(sampleColumns(images, all)).toEqual(['generation', 'listing_id'])
    expect(sampleColumns(generations, all)).toEqual(['generation'])
  })
  it('are the key, or all, of a source that shares none', () => {
    expect(sampleColumns(listings, [listings, log])).toEqual(['generation', 'listing_id'])
    expect(sampleColumns(log, [listings, log])).toEqual(['title', 'at'])
  })
})

describe('an example of a difference', () => {
  const columns = ['id', 'country', 'first']
  const row = (before: number, after: number, ...cells: (string | null)[]) => ({ before, after, cells })

  it('is the two rows that have most in common', () => {
    const rows = [row(1, 0, '1', 'DE', '5'), row(1, 0, '2', 'DE', null), row(0, 1, '2', 'DE', '7')]
    expect(explainRows({ rows, lost: 2, gained: 1 }, columns)).toEqual({
      rows: 2,
      where: [
        { name: 'id', value: '2' },
        { name: 'country', value: 'DE' },
      ],
      columns: [{ name: 'first', before: null, after: '7' }],
    })
  })
  it('is a row without a counterpart where there is none', () => {
    const rows = [row(1, 3, '1', null, '5')]
    expect(explainRows({ rows, lost: 0, gained: 2 }, columns)).toEqual({
      rows: 2,
      where: [],
      columns: [
        { name: 'id', after: '1' },
        { name: 'country', after: null },
        { name: 'first', after: '5' },
      ],
    })
  })
})

describe('the report', () => {
  const view = (name: string, rest: Partial<ViewShuffle> = {}): ViewShuffle => ({
    schema: 'shop',
    name,
    outcome: 'same',
    rows: 3,
    round: null,
    difference: null,
    reason: null,
    after: [],
    ...rest,
  })
  const report = (...views: ViewShuffle[]) =>
    shuffleReport({ views, rounds: 12, sources: [] }, 'a server', [])
  const different = view('b', {
    outcome: 'different',
    round: 'upside down',
    reason: 'it raises an error: no',
  })
  const refused = view('c', { outcome: 'not compared', reason: 'it raises an error: why' })

  it('has an exit code of its own for a difference, and another for what was not compared', () => {
    expect(
      [report(view('a')), report(view('a'), different), report(different, refused)].map(
        (shuffled) => EXIT[shuffleGrade(shuffled)],
      ),
    ).toEqual([0, 1, 2])
  })
  it('shows differences first, and which views had no rows', () => {
    const text = printShuffle(
      report(view('a'), view('none', { rows: 0 }), different, refused),
      colorsFor({ write: () => true, isTTY: false }, { NO_COLOR: '1' }),
    )
    expect(text).toBe(`The same rows in other orders and plans (a server): not compared
Each view was read 12 times.

different  shop.b: it raises an error: no (upside down)
shop.a: 3 rows compared
shop.none: not compared, because it has no rows

shop.c FS708 shop.c could not be compared: it raises an error: why
  Fix the declaration so that the view can be read for all rows of its sources and reads only its inputs.
`)
  })
})
