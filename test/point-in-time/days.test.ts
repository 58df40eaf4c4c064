import {
  column,
  dayOf,
  defineProject,
  endOfDay,
  integer,
  nullable,
  source,
  timestamptz,
  view,
} from 'fusion-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileProject } from '../../src/compile/index.js'
import { readAuditPart } from '../../src/postgres/own-sql.js'
import { openStage, type Stage } from './stage.js'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const times = source('up.times', 'Times.', {
  key: ['id'],
  columns: { id: integer('Row.'), at: nullable(timestamptz('When.')) },
})

/**
 * Around changes of the clocks at midnight: forward in São Paulo and Beirut, back in Havana and on the Azores, back from
 * midnight in São Paulo; a day that Samoa left out; half an hour on Lord Howe; back over a midnight of a minute before in
 * Newfoundland and Labrador; by hours, and by half an hour over midnight, in Casey and Colombo.
 */
const CHANGES: readonly (readonly [zone: string, hours: string])[] = [
  ['UTC', '2026-03-28T20:00Z'],
  ['Europe/Oslo', '2026-03-28T20:00Z'],
  ['Europe/Oslo', '2026-10-24T20:00Z'],
  ['America/Sao_Paulo', '2018-11-03T22:00Z'],
  ['America/Sao_Paulo', '2018-02-17T22:00Z'],
  ['Asia/Beirut', '2021-03-27T18:00Z'],
  ['America/Havana', '2026-03-08T01:00Z'],
  ['America/Havana', '2026-10-31T23:00Z'],
  ['Atlantic/Azores', '2026-10-24T20:00Z'],
  ['Pacific/Apia', '2011-12-29T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T10:00Z'],
  ['Asia/Kathmandu', '2026-01-01T16:00Z'],
  ['America/St_Johns', '2010-11-06T20:00Z'],
  ['America/St_Johns', '1988-10-29T20:00Z'],
  ['America/Goose_Bay', '2010-11-06T20:00Z'],
  ['Antarctica/Casey', '2019-03-16T04:00Z'],
  ['Asia/Colombo', '1996-10-25T08:00Z'],
]
const STEP = 30 * 60_000
const STEPS = 40

const ZONES = [...new Set(CHANGES.map(([zone]) => zone))]
const formats = new Map(ZONES.map((zone) => [zone, new Intl.DateTimeFormat('sv', { timeZone: zone })]))

/** The calendar day, by the other implementation of the IANA database at hand. */
const dayIn = (zone: string, at: number): string => formats.get(zone)?.format(at) ?? ''

const MINUTE = 60_000

/** The first minute of another day: of the steps after a time, and then of the minutes before the one that is in it. */
function endIn(zone: string, at: number): number {
  const day = dayIn(zone, at)
  let end = at
  while (dayIn(zone, end) === day) end += STEP
  end -= STEP
  while (dayIn(zone, end) === day) end += MINUTE
  return end
}

it('the day of a time and its end, around changes of the clocks', async () => {
  const read = view('v.days', 'Days.', { t: times }, (db) =>
    db.selectFrom('t').select(['t.id', 't.at']),
  ).columns((eb) =>
    Object.fromEntries(
      ZONES.flatMap((zone, at) => [
        [`day_${at}`, column('Day.', eb.cast<string>(dayOf(eb.ref('at'), zone), 'text'))],
        [`end_${at}`, column('Its end.', endOfDay(eb.ref('at'), zone))],
      ]),
    ),
  )
  const given = CHANGES.flatMap(([, from]) =>
    Array.from({ length: STEPS }, (_, at) => Date.parse(from) + at * STEP),
  )
  const rows = given.map((at, id) => `(${id}, '${new Date(at).toISOString()}')`)
  const found = await stage.rowsOf(read, { 'up.times': [...rows, '(9999, NULL)'].join() })
  expect(found).toHaveLength(given.length + 1)
  for (const [at, zone] of ZONES.entries()) {
    expect(found.slice(0, -1).map((row) => [row[`day_${at}`], (row[`end_${at}`] as Date).getTime()])).toEqual(
      given.map((time) => [dayIn(zone, time), endIn(zone, time)]),
    )
    expect(found.at(-1)).toMatchObject({ [`day_${at}`]: null, [`end_${at}`]: null })
  }
})

it('the days of certifications are those of UTC, by the same expression', () => {
  const audit = readAuditPart('dataset/day_of')
  expect(audit).toContain("format('pg_catalog.timezone(''UTC'', t.%I)::pg_catalog.date', p_t0)")
  const { project } = compileProject(
    defineProject({
      name: 'days',
      sql: {
        '01.sql': [
          view('v.days', 'Days.', { t: times }, (db) =>
            db.selectFrom('t').select((eb) => dayOf(eb.ref('t.at'), 'UTC').as('day')),
          ).describe({ day: 'Day.' }),
        ],
      },
    }),
    () => ({}),
  )
  expect(project?.views[0]?.select).toContain("timezone('UTC', t.at)::date")
})
