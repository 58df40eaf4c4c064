import { startPglite } from '../support/pglite.js'
import fc from 'fast-check'
import { compareForms, type Comparison } from './compare-forms.js'
import { drawProject } from './draw/projects.js'
import { shrinkTape } from './draw/shrink-tape.js'
import { Tape } from './draw/tape.js'

export interface HoldSettings {
  readonly projects: number
  readonly seed: number
  readonly onProgress?: (done: number) => void
}

export interface Held {
  /** Projects by what came of them: `same`, or the reason for which both forms were refused. */
  readonly outcomes: ReadonlyMap<string, number>
  /** How often each construct was drawn. */
  readonly constructs: ReadonlyMap<string, number>
  /** Rows of all views. */
  readonly rows: number
  /** The first project that means something else than it compiles to, made small. */
  readonly fault?: { readonly tape: readonly number[]; readonly comparison: Comparison }
}

const TAPE = fc.array(fc.nat(10_000), { minLength: 20, maxLength: 400, size: 'max' })
/** Tapes that are drawn at once. */
const BATCH = 500

/** Draws projects and holds the compiled form of each to its plain one, in an embedded Postgres. */
export async function holdToMeaning({ projects, seed, onProgress }: HoldSettings): Promise<Held> {
  const db = await startPglite()
  await db.exec(
    'CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp',
  )
  const constructs = new Map<string, number>()
  const outcomes = new Map<string, number>()
  let rows = 0
  const compare = (numbers: readonly number[], tape = new Tape(numbers)) =>
    compareForms(db, drawProject(tape))
  const isDifferent = async (numbers: readonly number[]) => (await compare(numbers)).kind === 'different'
  try {
    for (let done = 0; done < projects;) {
      const numRuns = Math.min(BATCH, projects - done)
      for (const numbers of fc.sample(TAPE, { numRuns, seed: seed + done })) {
        const tape = new Tape(numbers)
        const comparison = await compare(numbers, tape)
        if (comparison.kind === 'different') {
          const small = await shrinkTape(numbers, isDifferent)
          return { outcomes, constructs, rows, fault: { tape: small, comparison: await compare(small) } }
        }
        for (const [name, count] of tape.drawn) constructs.set(name, (constructs.get(name) ?? 0) + count)
        const outcome = comparison.kind === 'refused' ? `refused: ${comparison.by}` : comparison.kind
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        if (comparison.kind === 'same') rows += comparison.rows
        done += 1
        onProgress?.(done)
      }
    }
    return { outcomes, constructs, rows }
  } finally {
    await db.close()
  }
}
