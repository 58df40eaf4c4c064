import { afterAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const folders: ProjectFolder[] = []
afterAll(() => folders.forEach((folder) => folder.remove()))

async function build(declarations: string, views: string) {
  const folder = projectFolder({
    'fusion.config.ts': `
import { sql } from 'kysely'
import { aggregate, column, defineProject, integer, layer, nullable, source, view } from 'fusion-store'

const orders = source('up.orders', 'Orders.', { key: ['id'], columns: { id: integer('Order.'), customer_id: integer('Customer.'), amount: nullable(integer('Amount.')) } })
const customers = source('up.customers', 'Customers.', { key: ['customer_id'], columns: { customer_id: integer('Customer.') } })
${declarations}
export default defineProject({ name: 'own', sql: { '01_views.sql': [${views}] } })
`,
  })
  folders.push(folder)
  return runCli(['build', '--project', folder.dir], folder.env)
}

it('a layer whose raw text means a column of its reader is refused by itself', async () => {
  const { code, stderr } = await build(
    `
const big = layer('big', 'Big.', { c: customers }, (db) => db.selectFrom('c').select('c.customer_id').where(sql<boolean>\`amount > 6\`))
const v = view('shop.v', 'V.', { o: orders, big }, (db) =>
  db.selectFrom('o').select('o.id').where((eb) => eb('o.customer_id', 'in', eb.selectFrom('big').select('big.customer_id'))))`,
    'v',
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /fusion\.config\.ts:\d+ FS206 .*Postgres refuses "big" by itself: column "amount" does not exist/,
  )
})

it('so is an aggregate', async () => {
  const { code, stderr } = await build(
    `
const per = aggregate('per', 'Per.', { of: customers, by: ['customer_id'] }, () => ({
  n: column('N.', sql<number>\`count(*) filter (where amount > 6)::integer\`),
}))
const v = view('shop.v', 'V.', { o: orders, p: per }, (db) =>
  db.selectFrom('o').innerJoin('p', 'p.customer_id', 'o.customer_id').select(['o.id', 'p.n']))`,
    'v',
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(/FS20[26] .*amount/)
})

it('one that stands by itself is not, however odd its text', async () => {
  const { code, stderr } = await build(
    `
const odd = layer('odd', 'Odd.', { o: orders }, (db) =>
  db.selectFrom('o').select(['o.id', sql<string>\`to_jsonb(o) #>> '{}'\`.as('row_text'), sql<number>\`extract(epoch from interval '1 day')::integer\`.as('seconds')]))
const v = view('shop.v', 'V.', { odd }, (db) => db.selectFrom('odd').selectAll()).describe({ row_text: 'Row.', seconds: 'S.' })`,
    'v',
  )
  expect(stderr).not.toContain('FS')
  expect(code).toBe(0)
})

it('conditions by the thousand are a fault with a code', async () => {
  const { code, stderr } = await build(
    `
const v = view('shop.v', 'V.', { o: orders }, (db) =>
  db.selectFrom('o').select('o.id').where((eb) => eb.or(Array.from({ length: 20000 }, (_, i) => eb('o.id', '=', i)))))`,
    'v',
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(/fusion\.config\.ts:\d+ FS183 .*nests expressions too deeply/)
})
