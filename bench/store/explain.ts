import type { Client } from 'pg'

/** How Postgres executed a query. */
export interface Course {
  /** Blocks of temporary files written and read back, because data did not fit into work_mem. */
  readonly tempBlocks: number
  readonly workers: number
}

interface Plan {
  readonly Plans?: readonly Plan[]
  readonly 'Workers Launched'?: number
  readonly 'Temp Read Blocks'?: number
  readonly 'Temp Written Blocks'?: number
}

/**
 * Runs a query to its end without sending its rows. Every output column of every row is computed (a `count(*)` around
 * it would let the planner drop them), and no time is spent on converting them to text and sending them to a client,
 * which costs the same for both versions and would blur the comparison. Timing of single steps is off, because it costs
 * more than the steps.
 */
export async function explain(client: Client, sql: string, values: readonly unknown[] = []): Promise<Course> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`,
    [...values],
  )
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan ?? {}
  const temp = (plan['Temp Read Blocks'] ?? 0) + (plan['Temp Written Blocks'] ?? 0)
  return { tempBlocks: temp, workers: workersOf(plan) }
}

const workersOf = (plan: Plan): number =>
  Math.max(plan['Workers Launched'] ?? 0, ...(plan.Plans ?? []).map(workersOf))
