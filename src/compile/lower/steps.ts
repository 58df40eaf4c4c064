import type { ColumnDeclaration, StepDeclaration } from '../../declare/relation.js'
import { factsOf } from './node-facts.js'

/** A step with the columns of it that are needed. */
export interface PlannedStep {
  readonly once: boolean
  readonly columns: readonly PlannedColumn[]
}

export interface PlannedColumn extends ColumnDeclaration {
  readonly name: string
  /** Nothing after it reads it, so it can stand in the SELECT list itself. */
  readonly inline: boolean
}

/**
 * Which columns of each step are needed for `wanted`, seen from the last step to the first.
 *
 * @returns The steps in order, and every name that is wanted or read by a kept column.
 */
export function planSteps(
  steps: readonly StepDeclaration[],
  wanted: (name: string) => boolean,
): { readonly steps: readonly PlannedStep[]; readonly read: ReadonlySet<string> } {
  const read = new Set<string>()
  const planned = steps.toReversed().map(({ columns, once }): PlannedStep => {
    const kept = Object.entries(columns).filter(([name]) => wanted(name) || read.has(name))
    const step = {
      once,
      columns: kept.map(([name, column]) => ({ name, ...column, inline: !once && !read.has(name) })),
    }
    for (const [, { node }] of kept) for (const name of factsOf(node).columns) read.add(name)
    return step
  })
  return { steps: planned.toReversed(), read }
}
