import { defineProject, type Relation } from 'fusion-store'
import { expect } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { createSource } from '../../src/model/create/create-relation.js'
import { displayName } from '../../src/model/relation-name.js'
import { startPglite } from '../support/pglite.js'

type Row = Readonly<Record<string, unknown>>

/** An embedded Postgres in which views are read over given rows. */
export interface Stage {
  /**
   * The rows of a view over sources, ordered by its first column. They are asserted to be the same in the compiled and
   * the plain form, and in two time zones of the session.
   *
   * @param given the rows of each source, as after VALUES.
   */
  readonly rowsOf: (
    view: Relation<object>,
    given: Readonly<Record<string, string>>,
  ) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const db = await startPglite()
  await db.exec('CREATE SCHEMA up; SET search_path = pg_catalog, pg_temp')
  return {
    close: () => db.close(),
    rowsOf: async (view, given) => {
      const forms = compileForms(defineProject({ name: 'stage', sql: { '01.sql': [view] } }))
      if ('diagnostics' in forms) throw new Error(JSON.stringify(forms.diagnostics))
      const [form] = forms.views
      const tables = forms.sources.map(createSource).join('')
      const inserts = Object.entries(given).map(([table, rows]) => `INSERT INTO ${table} VALUES ${rows};`)
      expect(forms.sources.map(displayName)).toEqual(expect.arrayContaining(Object.keys(given)))
      await db.exec(`BEGIN; ${tables}${inserts.join('')}`)
      try {
        const read: (readonly Row[])[] = []
        for (const zone of ['UTC', 'America/Havana'])
          for (const select of [form?.compiled, form?.plain]) {
            await db.exec(`SET TimeZone = '${zone}'`)
            read.push((await db.query<Row>(`SELECT * FROM (${select}) AS t ORDER BY 1`)).rows)
          }
        const [compiled = [], ...others] = read
        for (const other of others) expect(other).toEqual(compiled)
        return compiled
      } finally {
        await db.exec('ROLLBACK')
      }
    },
  }
}
