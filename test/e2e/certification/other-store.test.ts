import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../../src/postgres/session.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { sqlInOrder } from '../../support/sql-in-order.js'

/** Another store than the one that certification was written for: names that need quotes, days, a text key, much to hold. */
const CONFIG = `
import { certification, column, date, defineProject, guarded, integer, nullable, source, sqlType, text, view } from 'fusion-store'

const sales = source('Till rolls.Sales', 'Sales of a day.', {
  key: ['Shop', 'day'],
  columns: { Shop: text('Shop.'), day: date('Day.'), n: nullable(integer('Sales.')) },
})
const totals = view('Out.Daily "totals"', 'Totals.', { s: sales }, (db) =>
  db.selectFrom('s').select(['s.Shop', 's.n']).select((eb) => eb.fn<string>('shop_tools.tidy', ['s.Shop']).as('tidied')),
).describe({ tidied: 'Shop without blanks.' })
const entry = view('Out.Entry', 'With its day.', { s: sales, t: totals }, (db) =>
  db.selectFrom('s').innerJoin('t', 't.Shop', 's.Shop').select('s.day').selectAll('t'),
)
const read = guarded('Out.read me', 'Guarded.', totals, { entrypoint: entry, key: ['Shop'], maxAge: '90 minutes' })

export default defineProject({
  name: 'odd store',
  sql: { '01_totals.sql': [totals], '02_entry.sql': [entry, read] },
  certification: certification({
    entrypoint: entry,
    t0: 'day',
    key: ['Shop'],
    guarded: read,
    aliases: [totals],
    checked: totals,
    baselineDays: 7,
    roles: { trainer: "reader's role", certifier: 'Certifier' },
    allowedFunctions: ['shop_tools.tidy(text)'],
    invariants: (eb) =>
      Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [\`rule \${i}\`, column(\`Rule \${i}.\`, eb('n', '>=', i - 100))]),
      ),
  }),
})
`

let folder: ProjectFolder
let native: NativeFixture
let session: Session
beforeAll(async () => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG })
  native = await startNative()
  session = await native.connect(await native.freshDatabase('odd'))
})
afterAll(async () => {
  await native.stop()
  folder.remove()
})

const files = (): readonly string[] => sqlInOrder(join(folder.dir, 'generated/sql'))
const apply = async (): Promise<void> => {
  for (const file of files())
    await session.exec(readFileSync(join(folder.dir, 'generated/sql', file), 'utf8'))
}
const notes = async (): Promise<string> => {
  const [row] = await session.query<{ notes: string }>(
    'SELECT notes FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1',
  )
  return row?.notes ?? ''
}

describe('a store of another kind', () => {
  it('cannot call a function that does not exist where it is compiled', async () => {
    const built = await runCli(['build', '--project', folder.dir], folder.env)
    expect(built.code).toBe(1)
    expect(built.stderr).toContain('shop_tools.tidy')
  })

  it('is certified by its own procedure, roles and days', async () => {
    folder.write(
      'fusion.config.ts',
      CONFIG.replace(`eb.fn<string>('shop_tools.tidy', ['s.Shop'])`, `eb.fn<string>('btrim', ['s.Shop'])`),
    )
    expect(await runCli(['build', '--project', folder.dir], folder.env)).toMatchObject({ code: 0 })
    expect(files()).toEqual([
      '00_audit_framework.sql',
      '01_totals.sql',
      '02_entry.sql',
      '03_baseline_viewdefs.sql',
      '04_baseline_dataset_hashes_7.sql',
      '05_cert_functions.sql',
      '06_run_certification.sql',
    ])
    await session.exec(`CREATE SCHEMA "Till rolls";
      CREATE TABLE "Till rolls"."Sales" ("Shop" text, day date, n int, PRIMARY KEY ("Shop", day));
      INSERT INTO "Till rolls"."Sales" SELECT 'shop ' || g, date '2024-01-01' + g, g FROM generate_series(1, 20) g`)
    await apply()
    await apply()
    expect(
      await session.query(`SELECT entrypoint, status, dataset_days FROM audit.t0_cert_registry ORDER BY 1`),
    ).toEqual([
      { entrypoint: '"Out"."Daily ""totals"""', status: 'CERTIFIED', dataset_days: 7 },
      { entrypoint: '"Out"."Entry"', status: 'CERTIFIED', dataset_days: 7 },
      { entrypoint: '"Out"."read me"', status: 'CERTIFIED', dataset_days: 7 },
    ])
    expect(await notes()).toContain('20 rows unique, 60 invariants hold')
    await session.exec(`SET ROLE "reader's role"`)
    expect(await session.query('SELECT count(*)::int AS n FROM "Out"."read me"')).toEqual([{ n: 20 }])
    await expect(session.query('SELECT * FROM "Out"."Entry"')).rejects.toMatchObject({ code: '42501' })
    await session.exec(
      `RESET ROLE; SET ROLE "Certifier"; CALL audit."run_t0_cert_odd store"(3, true); RESET ROLE`,
    )
  })

  it('goes stale at the age that it declares', async () => {
    await session.exec(
      `UPDATE audit.t0_cert_registry SET certified_at = certified_at - interval '91 minutes'`,
    )
    await expect(session.query('SELECT 1 FROM "Out"."read me"')).rejects.toMatchObject({ code: 'FSC03' })
    await session.exec(`CALL audit."run_t0_cert_odd store"()`)
  })

  it('names the invariant that a row breaks, and the row', async () => {
    await session.exec(
      `UPDATE "Till rolls"."Sales" SET n = -60 WHERE "Shop" = 'shop 7'; UPDATE "Till rolls"."Sales" SET n = NULL WHERE "Shop" = 'shop 8'`,
    )
    await session.exec(`CALL audit."run_t0_cert_odd store"()`)
    expect(await notes()).toMatch(
      /^B failed \(B\.invariant\): rule 0 broken by 1 rows, such as \("shop 8"\); .*rule 59 broken by 2 rows/,
    )
    await session.exec(`UPDATE "Till rolls"."Sales" SET n = 1; CALL audit."run_t0_cert_odd store"()`)
  })

  it('takes a function on the allow-list at its word, says so in the certificate, and not when it changes', async () => {
    await session.exec(`CREATE SCHEMA shop_tools;
      CREATE FUNCTION shop_tools.tidy(x text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN btrim(x); END';
      CREATE OR REPLACE VIEW "Out"."Daily ""totals""" AS SELECT "Shop", n, shop_tools.tidy("Shop") AS tidied FROM "Till rolls"."Sales";
      SELECT audit.capture_viewdef_baseline('"Out"."Entry"');
      CALL audit."run_t0_cert_odd store"(3, false)`)
    const [event] = await session.query<{ status: string; allowed: string[]; gate: string[] }>(`
      SELECT status, parameters -> 'allowed_functions' AS allowed, gates #> '{1,evidence,allowed_functions}' AS gate
      FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1`)
    expect(event).toEqual({
      status: 'CERTIFIED',
      allowed: ['shop_tools.tidy(text)'],
      gate: ['shop_tools.tidy(text)'],
    })
    await session.exec(
      `CREATE OR REPLACE FUNCTION shop_tools.tidy(x text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN now()::text; END'`,
    )
    await expect(session.query('SELECT 1 FROM "Out"."read me"')).rejects.toMatchObject({ code: 'FSC04' })
    await session.exec(`CALL audit."run_t0_cert_odd store"()`)
    expect(await notes()).toContain('shop_tools.tidy(text) changed')
  })
})
