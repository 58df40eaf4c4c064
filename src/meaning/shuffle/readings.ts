import type { CompiledView } from '../../model/compiled-project.js'
import { displayName } from '../../model/relation-name.js'
import type { ViewShuffle } from '../../model/view-shuffle.js'
import type { MeaningSession } from '../compare-views.js'
import type { CreatedView } from './create-views.js'
import { explainRows } from './explain-rows.js'
import { compareRows, type CopiedView, countKept, keepRows } from './read-view.js'
import type { Round } from './rounds.js'

/** What is known about a view after some rounds. */
export interface Reading {
  readonly result: ViewShuffle
  readonly view: CopiedView | undefined
  /** Error of the first reading. */
  readonly error: string | undefined
}

/** A view before it is read. */
export function begin(made: CreatedView): Reading {
  const { schema, name } = made.declared
  const result = { schema, name, rows: 0, round: null, difference: null, after: [] }
  return 'reason' in made
    ? {
        result: { ...result, outcome: 'not compared', reason: made.reason },
        view: undefined,
        error: undefined,
      }
    : { result: { ...result, outcome: 'same', reason: null }, view: made.copy, error: undefined }
}

export async function readFirst(
  session: MeaningSession,
  reading: Reading,
  number: number,
  kept: string,
): Promise<Reading> {
  const { view, result } = reading
  if (!view) return reading
  const error = await keepRows(session, view, number, kept)
  return { ...reading, error, result: { ...result, rows: await countKept(session, number, kept) } }
}

export async function readAgain(
  session: MeaningSession,
  reading: Reading,
  number: number,
  tables: { readonly kept: string; readonly got: string },
  { name, settings }: Round,
): Promise<Reading> {
  const { view, result, error } = reading
  if (!view || result.outcome !== 'same') return reading
  const found = await compareRows(session, view, number, tables, settings)
  const different = (rest: Partial<ViewShuffle>): Reading => ({
    ...reading,
    result: { ...result, ...rest, outcome: 'different', round: name },
  })
  if ('error' in found)
    return error === undefined ? different({ reason: `it raises an error: ${found.error}` }) : reading
  if (error !== undefined)
    return different({ reason: `it raises an error in the first reading only: ${error}` })
  return found.rows.length === 0 ? reading : different({ difference: explainRows(found, view.columns) })
}

/** A view that could not be read in any round was not compared. */
export const outcomeOf = ({ result, error }: Reading): ViewShuffle =>
  result.outcome === 'same' && error !== undefined
    ? { ...result, outcome: 'not compared', reason: `it raises an error: ${error}` }
    : result

/** Adds to each view that differs the differing views that it reads, which may be the cause. */
export function withCauses(results: readonly ViewShuffle[], views: readonly CompiledView[]): ViewShuffle[] {
  const differs = new Set(
    results.filter(({ outcome }) => outcome === 'different').map((result) => displayName(result)),
  )
  return results.map((result, at) => ({
    ...result,
    after:
      result.outcome === 'different'
        ? (views[at]?.dependsOn ?? []).map(displayName).filter((name) => differs.has(name))
        : [],
  }))
}
