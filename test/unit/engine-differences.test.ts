import { describe, expect, test } from 'vitest'
import { engineDifference } from '../../src/app/build/engine-differences.js'
import type { CompiledType } from '../../src/model/upstream-type.js'
import { project, source, view } from '../analyze/support/project.js'

const base = source('t.base', ['id bigint NOT NULL', 'at timestamptz', 'note text'], ['id'])

const differenceOf = (expression: string): string | undefined =>
  engineDifference(project([base], [view('t.v', `SELECT ${expression} AS x FROM t.base`, ['t.base'])]))

describe('engineDifference', () => {
  test.each([
    'note COLLATE "C"',
    'note collate pg_catalog."default"',
    'note COLLATE pg_c_utf8',
    "at AT TIME ZONE 'Europe/Berlin'",
    "at > '2024-01-01T00:00:00.000Z'::timestamptz",
    "at > '2024-01-01 10:00+02'::timestamptz",
    "at > 'Jan 5 2024 10:00 am UTC'::timestamptz",
    "at + interval '1 day 10:00 hours'",
    "note ~ '^[a-z0-9]+-[0-9]{2}$'",
    "note = 'batt:80-84'",
    "json_build_object('a', note), json_agg(note), jsonb_agg(note)",
  ])('both engines understand %s in the same way', (expression) => {
    expect(differenceOf(expression)).toBeUndefined()
  })

  test.each([
    ['note COLLATE "de-DE-x-icu"', 'a collation'],
    ['note collate "en_US.utf8"', 'a collation'],
    ["'<a/>'::xml", 'XML'],
    ["xpath('/a', note::xml)", 'XML'],
    ['JSON_ARRAYAGG(note) OVER ()', 'JSON_ARRAYAGG or JSON_OBJECTAGG'],
    ["'a b'::tsvector", 'a constant of text search'],
    ["at > '2024-01-01 Europe/Berlin'::timestamptz", 'a time in a named time zone'],
    ["at > '20240101 120000 cet'", 'a time in a named time zone'],
    ["at > 'January 5, 2024 MSK'", 'a time in a named time zone'],
    ["'10:00 EST5EDT'::timetz", 'a time in a named time zone'],
    ["note = E'it\\'s', at > '2024-01-01 Asia/Tokyo'", 'a time in a named time zone'],
    ['at > $$2024-01-01 Asia/Tokyo$$', 'a time in a named time zone'],
  ])('%s is for the embedded one', (expression, difference) => {
    expect(differenceOf(expression)).toBe(difference)
  })

  test.each(['extension', 'collation'] as const)('so is a type of the kind %s', (kind) => {
    const type = { schema: 't', name: 'x', definition: { kind } } as unknown as CompiledType
    expect(engineDifference({ ...project([base], []), types: [type] })).toMatch(kind)
  })
})
