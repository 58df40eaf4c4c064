import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { emitDdl } from '../../src/emit/emit-ddl.js'
import { column, models, relation } from '../emit/model.js'
import { OLDEST_AND_NEWEST } from '../support/majors.js'
import { startNative } from '../support/native-server.js'

const file = (name: string, select: string): string => {
  const view = { relation: relation(`Shop.${name}`, [column('id', 'int4', 'Key')]), select, file: '1.sql' }
  const plain = { relation: relation('Shop.plain', [column('id', 'int4', 'Key')]), select, file: '1.sql' }
  return emitDdl(models('options', [], [view, plain]).project)[0]?.text ?? ''
}
const ODD = `o'd\\d "view"`
const QUOTED = `"Shop"."o'd\\d ""view"""`

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  it('a view that is replaced keeps what its owner has set, and the file says so', async () => {
    const native = await startNative(major)
    const client = new pg.Client({ connectionString: await native.freshDatabase('options') })
    const said: string[] = []
    client.on('notice', ({ severity, message }) => void said.push(`${severity}: ${message}`))
    try {
      await client.connect()
      // Whoever owns the views and nothing else: no temporary tables either.
      await client.query(`
        REVOKE TEMPORARY ON DATABASE options FROM PUBLIC; CREATE ROLE keeper; CREATE SCHEMA "Shop" AUTHORIZATION keeper;
        CREATE TABLE "Shop".t (id int); ALTER TABLE "Shop".t OWNER TO keeper; SET ROLE keeper`)
      const options = async () =>
        (
          await client.query(
            `SELECT relname, reloptions FROM pg_class WHERE relkind = 'v' AND relnamespace = '"Shop"'::regnamespace ORDER BY 1`,
          )
        ).rows

      const ddl = file(ODD, 'SELECT id FROM "Shop".t')
      await client.query(ddl)
      expect(said).toEqual([])
      const mine = [
        'security_barrier=true',
        'check_option=cascaded',
        ...(major >= 15 ? ['security_invoker=on'] : []),
      ]
      await client.query(`ALTER VIEW ${QUOTED} SET (${mine.join(', ')});
        CREATE RULE r AS ON DELETE TO ${QUOTED} DO INSTEAD NOTHING`)
      const before = await options()
      expect(before).toEqual([
        { relname: ODD, reloptions: mine },
        { relname: 'plain', reloptions: null },
      ])
      for (let run = 0; run < 2; run++) {
        said.length = 0
        await client.query(ddl)
        expect(await options()).toEqual(before)
        expect(said).toEqual(mine.map((option) => `NOTICE: view ${QUOTED} keeps its option ${option}`))
      }
      expect(
        (await client.query('SELECT rulename FROM pg_rules WHERE schemaname = $1', ['Shop'])).rows,
      ).toEqual([{ rulename: 'r' }])

      // Nothing can be written through what the view is now, so one option cannot be kept.
      said.length = 0
      await client.query(file(ODD, 'SELECT id FROM "Shop".t LIMIT 3'))
      expect(said).toContainEqual(
        expect.stringMatching(/^WARNING: view .* loses its option check_option=cascaded: .*updatable/),
      )
      expect((await options())[0].reloptions).toEqual(mine.filter((option) => !option.startsWith('check')))
    } finally {
      await client.end()
      await native.stop()
    }
  })
})
