/** A measured number with its unit; `x` is a ratio. */
export interface Quantity {
  readonly value: number
  readonly unit: 's' | 'MB' | 'x' | 'count'
}

/** Null where there is nothing to say. */
export type Cell = string | Quantity | null

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Sentences that a reader needs to judge the numbers. */
  readonly notes?: readonly string[]
}

/** What one section of the benchmark found. */
export interface SectionResult {
  /** What it ran on, as far as that has nothing to do with the machine. */
  readonly facts: Readonly<Record<string, string | number>>
  readonly tables: readonly Table[]
  /** Wrong answers; with one of them the numbers mean nothing. */
  readonly faults: readonly string[]
}

export const seconds = (value: number): Quantity => ({ value, unit: 's' })
export const megabytes = (bytes: number): Quantity => ({ value: bytes / 1e6, unit: 'MB' })
export const count = (value: number): Quantity => ({ value, unit: 'count' })
export const times = (value: number): Quantity => ({ value, unit: 'x' })
