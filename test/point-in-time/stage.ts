import { defineProject, type Relation } from 'fusion-store'
import { expect } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { createSource } from '../../src/model/create/create-relation.js'
import { displayName } from '../../src/model/relation-name.js'
import { compareForms } from '../meaning/compare-forms.js'
import { startPglite } from '../support/pglite.js'

type Row = Readonly<Record<string, unknown>>

/** An embedded Postgres in which views are read over given rows. */
export interface Stage {
  /**
   * The rows of a view, ordered by its first column. The compiled and the plain form are asserted to agree, and two time
   * zones of the session.
   */
  readonly rowsOf: (
    view: Relation<object>,
    inserts: Readonly<Record<string, string>>,
  ) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const db = await startPglite()
  await db.exec(
    'CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp',
  )
  return {
    close: () => db.close(),
    rowsOf: async (view, given) => {
      const inserts = new Map(
        Object.entries(given).map(([table, values]) => [table, `INSERT INTO ${table} VALUES ${values};`]),
      )
      const project = defineProject({ name: 'stage', sql: { '01.sql': [view] } })
      const forms = compileForms(project)
      if ('diagnostics' in forms) throw new Error(JSON.stringify(forms.diagnostics))
      const [last] = forms.views.slice(-1)
      const read: (readonly Row[])[] = []
      for (const zone of ['UTC', 'America/Havana']) {
        await db.exec(`SET TimeZone = '${zone}'`)
        expect(await compareForms(db, { project, inserts })).toMatchObject({ kind: 'same' })
        await db.exec('BEGIN')
        try {
          for (const source of forms.sources)
            await db.exec(createSource(source) + (inserts.get(displayName(source)) ?? ''))
          read.push((await db.query<Row>(`SELECT * FROM (${last?.compiled}) AS t ORDER BY 1`)).rows)
        } finally {
          await db.exec('ROLLBACK')
        }
      }
      expect(read[1]).toEqual(read[0])
      return read[0] ?? []
    },
  }
}
