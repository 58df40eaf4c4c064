import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import {
  date,
  defineProject,
  firstKnown,
  integer,
  nullable,
  source,
  sqlType,
  timestamptz,
  view,
} from 'fusion-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { createSource } from '../../src/model/create/create-relation.js'

const visits = source('up.visits', 'Visits.', {
  key: ['id'],
  columns: {
    id: integer('Visit.'),
    day: nullable(date('Day.')),
    local: nullable(sqlType<Date>('timestamp', 'Local time.')),
    at: nullable(timestamptz('Moment.')),
  },
})

const NEW_YEAR = new Date('2024-01-01T00:00:00Z')
const LATER = new Date('2024-01-02T00:00:00Z')

const seen = view('v.seen', 'Which comparisons hold.', { o: visits }, (db) =>
  db
    .selectFrom('o')
    .select((eb) => [
      'o.id',
      eb('o.day', '=', NEW_YEAR).as('day_is'),
      eb('o.local', '=', NEW_YEAR).as('local_is'),
      eb('o.at', '=', NEW_YEAR).as('at_is'),
      eb.between('o.day', NEW_YEAR, LATER).as('day_between'),
      eb('o.local', 'in', [NEW_YEAR, LATER]).as('local_in'),
      eb('o.day', 'is distinct from', NEW_YEAR).as('day_differs'),
      eb(firstKnown<Date | null>(eb.ref('o.day'), eb.val(NEW_YEAR)), '=', NEW_YEAR).as('known'),
      sql<boolean>`o.day = ${NEW_YEAR}`.as('raw_day'),
      sql<boolean>`o.local >= ${LATER}`.as('raw_local'),
    ]),
).describe({
  day_is: 'D.',
  local_is: 'D.',
  at_is: 'D.',
  day_between: 'D.',
  local_in: 'D.',
  day_differs: 'D.',
  known: 'D.',
  raw_day: 'D.',
  raw_local: 'D.',
})

let db: PGlite
beforeAll(async () => {
  db = await startPglite()
  const forms = compileForms(defineProject({ name: 'dates', sql: { '01.sql': [seen] } }))
  if ('diagnostics' in forms) throw new Error(JSON.stringify(forms.diagnostics))
  await db.exec(`CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET TimeZone = 'UTC';
    ${forms.sources.map(createSource).join('')}
    INSERT INTO up.visits VALUES (1, '2024-01-01', '2024-01-01 00:00', '2024-01-01 00:00+00'),
      (2, '2023-12-31', '2023-12-31 19:00', '2023-12-31 19:00+00'), (3, '2024-01-01', '2024-01-01 09:00', '2024-01-01 09:00+00'),
      (4, NULL, NULL, NULL);
    CREATE VIEW v.seen AS ${forms.views[0]?.compiled};
    CREATE VIEW plain.seen AS ${forms.views[0]?.plain};`)
})
afterAll(() => db.close())

it.each(['UTC', 'Asia/Tokyo', 'America/New_York'])(
  'a Date means the same moment in a session in %s',
  async (zone) => {
    await db.exec(`SET TimeZone = '${zone}'`)
    const read = async (name: string) =>
      (await db.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY id`)).rows.map(
        ({ row }) => row,
      )
    const rows = await read('v.seen')
    expect(rows).toEqual([
      '(1,t,t,t,t,t,f,t,t,f)',
      '(2,f,f,f,f,f,t,f,f,f)',
      '(3,t,f,f,t,f,f,t,t,f)',
      '(4,,,,,,t,t,,)',
    ])
    expect(await read('plain.seen')).toEqual(rows)
  },
)
