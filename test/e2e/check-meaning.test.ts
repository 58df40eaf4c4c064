import { afterAll, describe, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const config = (where: string): string => `
import { column, countRows, aggregate, defineProject, enumType, integer, nullable, source, text, view } from 'fusion-store'

const state = enumType('up.state', ['open', 'closed'])
const shops = source('up.shops', 'Shops.', { key: ['shop_id'], columns: { shop_id: integer('Shop.'), name: nullable(text('Name.')) } })
const offers = source('up.offers', 'Offers.', {
  key: ['offer_id'],
  columns: { offer_id: integer('Offer.'), shop_id: integer('Shop.'), state: state('State.'), price: nullable(integer('Price.')) },
})
const perShop = aggregate('per_shop', 'Offers of a shop.', { of: offers, by: ['shop_id'] }, () => ({
  n: column('Offers.', countRows()),
}))
const v = view('shop.v', 'Shops with their offers.', { s: shops, p: perShop }, (db) =>
  db.selectFrom('s').innerJoin('p', 'p.shop_id', 's.shop_id').select(['s.shop_id', 's.name', 'p.n']),
)
const never = view('shop.never', 'Nothing.', { o: offers }, (db) =>
  db.selectFrom('o').where('o.price', '${where}', 17).where('o.state', '=', 'closed').selectAll('o'),
)
export default defineProject({ name: 'shops', sql: { '01_views.sql': [v, never] } })
`

interface Report {
  readonly sections: readonly {
    readonly against: string
    readonly outcome: string
    readonly views: readonly { readonly name: string; readonly outcome: string; readonly rows: number }[]
  }[]
}

const folders: ProjectFolder[] = []
afterAll(() => folders.forEach((folder) => folder.remove()))

/** A project with a build and a baseline, and how to run a command in it. */
async function projectOf(where: string) {
  const folder = projectFolder({ 'fusion.config.ts': config(where) })
  folders.push(folder)
  const cli = (...argv: string[]) => runCli([...argv, '--project', folder.dir], folder.env)
  await cli('build')
  await cli('baseline', 'accept', '-r', 'first')
  return cli
}

describe('fusion check --meaning', () => {
  it('compares both forms of each view over rows that meet its conditions', async () => {
    const cli = await projectOf('=')
    const { code, stdout } = await cli('check', '--meaning')
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(
      /Meaning of the views \(embedded Postgres, 1000 generated rows per source, seed 1\): no difference/,
    )
    expect(stdout).toMatch(/shop\.v: \d{2,} rows compared/)
    expect(stdout).toMatch(/shop\.never: [1-9]\d* rows compared\n  the same value in every row: state, price/)
  })

  it('prints the same as JSON, and draws other rows from another seed', async () => {
    const cli = await projectOf('>')
    const meaningOf = async (seed: string): Promise<Report['sections'][number] | undefined> => {
      const { stdout } = await cli('check', '--meaning', '--rows', '50', '--seed', seed, '--format', 'json')
      return (JSON.parse(stdout) as Report).sections.find(({ against }) => against === 'meaning')
    }
    const [one, again, two] = [await meaningOf('1'), await meaningOf('1'), await meaningOf('2')]
    expect(one).toMatchObject({ outcome: 'same', views: [{ name: 'v', outcome: 'same' }, { name: 'never' }] })
    expect(again).toEqual(one)
    expect(two?.views.map(({ rows }) => rows)).not.toEqual(one?.views.map(({ rows }) => rows))
  })

  it('is refused with a number of rows that is none', async () => {
    const cli = await projectOf('=')
    const { code, stderr } = await cli('check', '--meaning', '--rows', 'many')
    expect(code).toBe(2)
    expect(stderr).toContain('Expected a whole number from 1 to 5000, got many.')
  })
})
