import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { sqlInOrder } from '../../support/sql-in-order.js'

/** A store whose views call its functions, one of which reads another of its views. */
export const CONFIG = `
import { defineProject, integer, nullable, source, sqlFunction, sqlType, text, view } from 'fusion-store'

const t = source('up.t', 'Rows.', { key: ['id'], columns: { id: integer('Key.'), city: nullable(text('City.')) } })
const cities = view('ml.v_city', 'Cities.', { t }, (db) => db.selectFrom('t').select(['t.id as offer_id', 't.city']))
const cityOf = sqlFunction('ref.city_of', {
  comment: 'The city.', args: { id: integer }, returns: text, volatility: 'stable', uses: [cities],
  body: 'RETURN (SELECT v.city FROM ml.v_city v WHERE v.offer_id = id)',
})
const upper = sqlFunction('ref.upper_city', {
  comment: 'In upper case.', args: { id: integer }, returns: text, volatility: 'stable', uses: [cityOf],
  body: 'RETURN upper(ref.city_of(id))',
})
const size = sqlFunction('Ref.size', {
  comment: 'Length.', args: { value: text }, returns: integer, volatility: 'immutable',
  body: 'RETURN length(value)',
})
const offers = view('ml.v_offer', 'Offers.', { t }, (db) =>
  db.selectFrom('t').select('t.id').select((eb) => [
    upper({ id: eb.ref('t.id') }).as('city'), size({ value: eb.ref('t.city') }).as('size'),
  ])).describe({ city: 'C.', size: 'S.' })

export default defineProject({ name: 'recreated', sql: { '01.sql': [cities, offers] } })
`

/** What the database has before the store. */
export const UPSTREAM = `
  CREATE SCHEMA up; CREATE TABLE up.t (id int PRIMARY KEY, city text); INSERT INTO up.t VALUES (1, 'Ulm'), (2, NULL);`

/** Replaces a piece of a text, which has to be there. */
export function edit(text: string, ...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`the config does not say ${from}`)
    return edited.replaceAll(from, to)
  }, text)
}

export interface Built {
  readonly install: string
  readonly recreate: string
}

/** What `fusion build` writes for a config. */
export async function built(folder: ProjectFolder, config: string): Promise<Built> {
  folder.write('fusion.config.ts', config)
  const { code, stderr } = await runCli(['build', '--project', folder.dir], folder.env)
  if (code !== 0) throw new Error(stderr)
  const sql = join(folder.dir, 'generated/sql')
  return {
    install: sqlInOrder(sql)
      .map((file) => readFileSync(join(sql, file), 'utf8'))
      .join('\n'),
    recreate: readFileSync(join(sql, 'optional/drop_and_recreate.sql'), 'utf8'),
  }
}
