import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitDdl } from '../../src/emit/emit-ddl.js'
import { column, models, relation } from '../emit/model.js'
import { orchard, orchardTables } from '../emit/orchard.js'

let db: PGlite
const files = emitDdl(orchard.project)

const value = async (sql: string): Promise<unknown> => (await db.query<{ v: unknown }>(sql)).rows[0]?.v

beforeAll(async () => {
  db = await startPglite()
  await db.exec(orchardTables)
})

afterAll(() => db.close())

describe('emitDdl', () => {
  it('applies in file order, and a second time', async () => {
    for (const { text } of [...files, ...files]) await db.exec(text)
    expect(await value(`SELECT count(*)::int AS v FROM "Fruit $do$"."select"`)).toBe(0)
  })

  it('puts every comment where it belongs, to the letter', async () => {
    for (const view of orchard.project.views) {
      const { rows } = await db.query<{ name: string | null; comment: string | null }>(
        `SELECT a.attname AS name, d.description AS comment
         FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
         LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum
         WHERE c.relnamespace::regnamespace = to_regnamespace(quote_ident($1)) AND c.relname = $2 ORDER BY a.attnum`,
        [view.schema, view.name],
      )
      expect(rows).toEqual(view.columns.map(({ name, comment }) => ({ name, comment: comment || null })))
    }
    expect(await value(`SELECT obj_description('fruit.v_yields'::regclass) AS v`)).toBe(
      'Yields, a row a tree.',
    )
  })

  it('takes a comment away that is no longer given', async () => {
    await db.exec(`COMMENT ON VIEW "Fruit $do$"."select" IS 'old'`)
    for (const { text } of files) await db.exec(text)
    expect(await value(`SELECT obj_description('"Fruit $do$"."select"'::regclass) AS v`)).toBeNull()
  })

  it('means the same in any session, and leaves the session as it was', async () => {
    const before = await value(`SELECT pg_get_viewdef('fruit.v_yields'::regclass) AS v`)
    await db.exec(`
      CREATE SCHEMA trap;
      CREATE FUNCTION trap.count(timestamptz) RETURNS int8 LANGUAGE sql AS 'SELECT 13';
      SET search_path = trap, pg_catalog; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German';`)
    await db.exec(files[0]?.text ?? '')
    expect(
      await value(`SELECT current_setting('search_path') || ' ' || current_setting('TimeZone') AS v`),
    ).toBe('trap, pg_catalog Asia/Tokyo')
    await db.exec('RESET search_path; RESET TimeZone; RESET DateStyle')
    expect(await value(`SELECT pg_get_viewdef('fruit.v_yields'::regclass) AS v`)).toBe(before)
  })

  it('needs no right to create schemas where they exist', async () => {
    await db.exec(`
      CREATE ROLE gardener; GRANT gardener TO current_user;
      GRANT USAGE ON SCHEMA "Farm", farm TO gardener; GRANT SELECT ON ALL TABLES IN SCHEMA "Farm", farm TO gardener;
      ALTER SCHEMA fruit OWNER TO gardener; ALTER VIEW fruit.v_yields OWNER TO gardener;
      SET ROLE gardener;`)
    await expect(db.exec('CREATE SCHEMA IF NOT EXISTS fruit')).rejects.toThrow(
      /permission denied for database/,
    )
    await db.exec(files[0]?.text ?? '')
    await db.exec('RESET ROLE')
  })

  it('changes nothing when a statement fails', async () => {
    const bad = models(
      'bad',
      [],
      [
        {
          relation: relation('later.good', [column('a', 'int4', 'A.')]),
          file: '1.sql',
          select: 'SELECT 1 AS a',
        },
        {
          relation: relation('later.bad', [column('a', 'int4', 'A.')]),
          file: '1.sql',
          select: 'SELECT nothing AS a',
        },
      ],
    )
    await expect(db.exec(emitDdl(bad.project)[0]?.text ?? '')).rejects.toThrow(/nothing/)
    await db.exec('ROLLBACK')
    expect(await value(`SELECT to_regnamespace('later') AS v`)).toBeNull()
  })

  it('keeps a name with a line end inside its comment', () => {
    const odd = models(
      'a\nDROP',
      [],
      [{ relation: relation('x.a\r\nDROP TABLE t; --', []), file: '1.sql', select: 'SELECT' }],
    )
    const lines =
      emitDdl(odd.project)[0]
        ?.text.split('\nBEGIN;')[0]
        ?.split(/[\r\n]/) ?? []
    expect(lines.filter((line) => line !== '' && !line.startsWith('--'))).toEqual([])
  })

  it('creates neither public nor pg_catalog', () => {
    const view = { relation: relation('public.v', []), file: '1.sql', select: 'SELECT' }
    expect(emitDdl(models('p', [], [view]).project)[0]?.text).not.toMatch(/CREATE SCHEMA/)
  })

  it('writes a file for a name that has no views, which does nothing', async () => {
    const [file] = emitDdl({ ...orchard.project, views: [] })
    expect(file?.text).toContain('Creates nothing')
    await db.exec(file?.text ?? '')
  })
})
