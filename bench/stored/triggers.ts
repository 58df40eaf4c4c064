import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { clock, interleave } from '../lib/interleave.js'
import type { Say } from '../lib/options.js'
import { seconds, type Table, times } from '../lib/table.js'
import type { Store } from '../store/open-store.js'

const IMAGES = 'ml.iphone_image_features_v1'
const WORKS = [
  { name: 'COPY of all images', of: () => true },
  { name: 'COPY of 1% of the images', of: (at: number, all: number) => at < all / 100 },
] as const

export type TriggerTimes = ReadonlyMap<string, readonly [without: number, withTriggers: number]>

/**
 * COPY into the image table without triggers and with those of the stored relation, in turn. Afterward the store is
 * installed and the rows are as they were before.
 *
 * @param files that create the store.
 */
export async function measureTriggers(
  { client, images }: Store,
  files: readonly string[],
  runs: number,
  say: Say,
): Promise<TriggerTimes> {
  say('reading the images')
  const lines: Buffer[] = []
  await pipeline(
    client.query(copyTo(`COPY ${IMAGES} TO STDOUT`)),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk)
        done()
      },
    }),
  )
  const text = Buffer.concat(lines)
  const until = (share: number): Buffer =>
    text.subarray(0, text.indexOf('\n', Math.floor(text.length * share) - 2) + 1)
  for (const file of files) await client.query(file)
  const copy = async (part: Buffer): Promise<number> => {
    await client.query(`TRUNCATE ${IMAGES}`)
    await client.query(
      'DO $$ BEGIN EXECUTE (SELECT string_agg(format($q$TRUNCATE audit.%I$q$, relname), $q$; $q$) FROM pg_class WHERE relname LIKE $q$changes\\_%$q$); END $$',
    )
    await client.query('CHECKPOINT')
    return clock(() =>
      pipeline(Readable.from(chunked(part)), client.query(copyFrom(`COPY ${IMAGES} FROM STDIN`))),
    )
  }
  const found = new Map<string, readonly [number, number]>()
  for (const { name } of WORKS) {
    const part = name === WORKS[0].name ? text : until(0.01)
    const medians = await interleave(
      (['DISABLE', 'ENABLE'] as const).map((how) => ({
        name: `${name}, triggers: ${how}`,
        run: async () => {
          for (const suffix of ['i', 'u', 'd'])
            await client.query(
              `DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE ${IMAGES} ${how} TRIGGER %I', tgname) FROM pg_trigger WHERE tgrelid = '${IMAGES}'::regclass AND tgname LIKE '%\\_${suffix}'); END $$`,
            )
          return copy(part)
        },
      })),
      runs,
      say,
    )
    const of = (how: string): number => medians.get(`${name}, triggers: ${how}`) ?? Number.NaN
    found.set(name, [of('DISABLE'), of('ENABLE')])
  }
  await copy(text)
  await client.query('VACUUM ANALYZE')
  say(`${images} images are back`)
  return found
}

function* chunked(part: Buffer): Generator<Buffer> {
  for (let at = 0; at < part.length; at += 65_536) yield part.subarray(at, at + 65_536)
}

export const triggersTable = (store: Store, found: TriggerTimes): Table => ({
  title: `Triggers at ${store.listings.toLocaleString('en-US')} listings: what they add to a COPY of upstream rows`,
  columns: ['work', 'without', 'with triggers', 'ratio', 'target'],
  rows: [...found].map(([name, [without, withTriggers]]) => [
    name,
    seconds(without),
    seconds(withTriggers),
    times(withTriggers / without),
    'at most 1.15 x',
  ]),
})
