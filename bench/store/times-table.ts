import { seconds, type Table, times } from '../lib/table.js'
import type { Store } from './open-store.js'
import { OURS, PLAIN } from './store-version.js'
import { RAW, TRAINER, WHOLE, type Work, WORKS } from './works.js'

type Medians = ReadonlyMap<string, number>

/** Name of a measurement among all of them. */
export const measurementName = (store: Store, side: string, work: Work): string =>
  `${work.name}, ${side}, ${store.listings} listings`

const of = (medians: Medians, store: Store, side: string, work: Work): number =>
  medians.get(measurementName(store, side, work)) ?? Number.NaN

/** Both versions side by side at one size. */
export function timesTable(store: Store, medians: Medians): Table {
  const raw = of(medians, store, OURS.name, RAW)
  const whole = of(medians, store, OURS.name, WHOLE)
  return {
    title: `Medians at ${store.listings.toLocaleString('en-US')} listings`,
    columns: ['work', 'plain', 'ours', 'ratio', 'target'],
    rows: [
      [RAW.name, null, seconds(raw), null, null],
      ...WORKS.map((work) => {
        const [plain, ours] = [PLAIN, OURS].map(({ name }) => of(medians, store, name, work))
        if (plain === undefined || ours === undefined) throw new Error(`${work.name} was not measured`)
        const target = work.target === null ? null : times(work.target)
        return [work.name, seconds(plain), seconds(ours), times(plain / ours), target]
      }),
    ],
    notes: [`Ours takes ${(whole / raw).toFixed(1)} raw scans for the whole view.`],
  }
}

/** The time of the trainer's read should not depend on the size of the store. */
export function scaleTable(stores: readonly Store[], medians: Medians): Table[] {
  const [small, large] = [stores.at(0), stores.at(-1)]
  if (!small || !large || small === large) return []
  const row = (side: string) => {
    const [few, many] = [small, large].map((store) => of(medians, store, side, TRAINER))
    if (few === undefined || many === undefined) throw new Error(`${TRAINER.name} was not measured`)
    return [side, seconds(few), seconds(many), times(many / few), side === OURS.name ? times(1) : null]
  }
  return [
    {
      title: `${TRAINER.name} by size of the store`,
      columns: ['version', ...[small, large].map((s) => `${s.listings} listings`), 'ratio', 'target'],
      rows: [row(PLAIN.name), row(OURS.name)],
    },
  ]
}
