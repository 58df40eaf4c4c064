import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  extractGivesValue,
  takesAnyRow,
  takesAnyValue,
} from '../../../src/analyze/never-null/builtin-names.js'
import {
  functionNullBehavior,
  type NullBehavior,
  operatorNullBehavior,
} from '../../../src/analyze/never-null/null-behavior.js'
import type { CatalogFunction, Catalogs } from '../../../src/resolve/index.js'
import { readCatalogs } from '../../../src/resolve/read-catalogs.js'
import { sessionOf } from '../support/session.js'
import { argumentLists, tryFunction } from './calls.js'
import { particularCalls } from './particular-calls.js'
import { samples } from './samples.js'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

let db: PGlite
let catalogs: Catalogs

const oidsOf = async (table: string): Promise<Set<number>> => {
  const { rows } = await db.query<{ oid: number }>(`SELECT oid::integer AS oid FROM ${table}`)
  return new Set(rows.map(({ oid }) => oid))
}

beforeAll(async () => {
  db = await startPglite()
  const oids = {
    functions: await oidsOf('pg_proc'),
    operators: await oidsOf('pg_operator'),
    types: new Set<number>(),
    relations: new Set<number>(),
  }
  catalogs = await readCatalogs(sessionOf(db), oids)
  await db.exec(tryFunction)
})

afterAll(async () => {
  await db.close()
})

interface Trial {
  readonly what: string
  readonly calls: readonly string[]
}

/** Calls all of them and gives the names of those that gave NULL and of those that never got through. */
const run = async (trials: readonly Trial[]): Promise<{ gaveNull: string[]; neverRan: string[] }> => {
  const gaveNull: string[] = []
  const neverRan: string[] = []
  for (const { what, calls } of trials) {
    const { rows } = await db.query<{ answer: string }>('SELECT try_calls($1::text[]) AS answer', [calls])
    const answer = rows[0]?.answer ?? ''
    if (answer.includes('0')) gaveNull.push(`${what}: ${calls[answer.indexOf('0')]}`)
    if (!answer.includes('1')) neverRan.push(what)
  }
  return { gaveNull, neverRan }
}

const nullFrom: Partial<Record<NullBehavior, number>> = { never: 0, firstArgument: 1 }

const listsFor = (signature: string, behavior: NullBehavior): string[][] => [
  ...argumentLists(signature),
  ...(behavior in nullFrom ? argumentLists(signature, nullFrom[behavior]) : []),
]

/** `mode` and the percentiles take what they work on by WITHIN GROUP, the percentiles after a fraction. */
const aggregateCall = ({ name, signature }: CatalogFunction, args: readonly string[]): string => {
  if (!/^(mode|percentile_)/.test(name)) return `pg_catalog.${name}(${args.join(', ')})`
  const fractions = signature.startsWith('double precision[]') ? `'{0.5,NULL}'::double precision[]` : '0.5'
  return `pg_catalog.${name}(${name === 'mode' ? '' : fractions}) WITHIN GROUP (ORDER BY ${args.at(-1)})`
}

const fields = words(`
  century day decade dow doy epoch hour isodow isoyear julian microseconds millennium milliseconds minute month
  quarter second timezone week year
`)
const times = [
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
  'interval',
  'time',
  'time with time zone',
]

describe('what is said never to give NULL gives none', () => {
  test('of the functions', async () => {
    const trials = [...catalogs.functions.values()].flatMap((fn): Trial[] => {
      const behavior = functionNullBehavior(fn, false)
      if (behavior === 'possible') return []
      const what = `${fn.name}(${fn.signature})`
      const lists = [...listsFor(fn.signature, behavior), ...(particularCalls[what] ?? [])]
      return [{ what, calls: lists.map((args) => `pg_catalog."${fn.name}"(${args.join(', ')})`) }]
    })
    expect(trials.length).toBeGreaterThan(800)
    const { gaveNull, neverRan } = await run(trials)
    expect(gaveNull).toEqual([])
    expect(neverRan).toEqual([])
  })

  test('of the aggregates over one row and over two', async () => {
    const trials = [...catalogs.functions.values()].flatMap((fn): Trial[] => {
      const isListed = takesAnyRow.has(fn.name) || takesAnyValue.has(fn.name)
      if (fn.kind !== 'aggregate' || !fn.builtIn || !isListed) return []
      const lists = argumentLists(fn.signature)
      const rows = lists.map((args) => `(${args.join(', ')})`)
      const names = (lists[0] ?? []).map((_, at) => `a${at}`)
      const call = aggregateCall(fn, names)
      const calls = rows.flatMap((row, at) =>
        [row, `${row}, ${rows[at - 1] ?? row}`].map(
          (values) => `(SELECT ${call} FROM (VALUES ${values}) AS v (${names.join(', ')}))`,
        ),
      )
      return [{ what: `${fn.name}(${fn.signature})`, calls }]
    })
    expect(trials.length).toBeGreaterThan(100)
    expect(await run(trials)).toEqual({ gaveNull: [], neverRan: [] })
  })

  test('of the fields of a time', async () => {
    const trials = fields.filter(extractGivesValue).map((field): Trial => {
      const values = times.flatMap((type) => (samples[type] ?? []).map((value) => `${value}::${type}`))
      const calls = values.flatMap((value) => [
        `extract(${field} FROM ${value})`,
        `date_part('${field}', ${value})`,
      ])
      return { what: field, calls }
    })
    expect(trials.length).toBeGreaterThan(3)
    expect(await run(trials)).toEqual({ gaveNull: [], neverRan: [] })
  })

  test('of the operators', async () => {
    const trials = [...catalogs.operators.values()].flatMap((operator): Trial[] => {
      const behavior = operatorNullBehavior(operator, catalogs.functions)
      if (behavior === 'possible') return []
      const { name, signature } = operator
      const calls = listsFor(signature.replace(/^NONE,/, ''), behavior).map((args) =>
        signature.startsWith('NONE,')
          ? `OPERATOR(pg_catalog.${name}) ${args[0]}`
          : `(${args[0]}) OPERATOR(pg_catalog.${name}) (${args[1]})`,
      )
      return [{ what: `${name}(${signature})`, calls }]
    })
    expect(trials.length).toBeGreaterThan(500)
    const { gaveNull, neverRan } = await run(trials)
    expect(gaveNull).toEqual([])
    // Postgres itself no longer does these.
    expect(neverRan).toEqual(['+(aclitem[],aclitem)', '-(aclitem[],aclitem)'])
  })
})
