/** A measured number with its unit; `x` is a ratio. */
export interface Quantity {
  readonly value: number
  readonly unit: 's' | 'MB' | 'x' | 'count'
}

/** Null for an empty cell. */
export type Cell = string | Quantity | null

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Sentences that a reader needs to judge the numbers. */
  readonly notes?: readonly string[]
}

/** Result of one section of the benchmark. */
export interface SectionResult {
  /** Conditions of the run that do not depend on the machine. */
  readonly facts: Readonly<Record<string, string | number>>
  readonly tables: readonly Table[]
  /** Wrong results; if there is one, the numbers are meaningless. */
  readonly errors: readonly string[]
}

export const seconds = (value: number): Quantity => ({ value, unit: 's' })
export const megabytes = (bytes: number): Quantity => ({ value: bytes / 1e6, unit: 'MB' })
export const count = (value: number): Quantity => ({ value, unit: 'count' })
export const times = (value: number): Quantity => ({ value, unit: 'x' })
