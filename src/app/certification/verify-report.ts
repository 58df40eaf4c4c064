import type { ColumnValues } from '../../certify/run/count-values.js'
import type { RowCheck } from '../../certify/run/check-rows.js'

/** The rows of a certified store as they are: what is promised of them, and what they hold. */
export interface VerifyReport {
  /** As SQL writes it. */
  readonly relation: string
  readonly key: readonly string[]
  readonly check: RowCheck
  readonly values: readonly ColumnValues[]
}

export interface Share {
  readonly column: string
  readonly true: number
  readonly false: number
  readonly null: number
  /** Share of the rows where it is known in which it is true, 0 to 1; null when it is known in none. */
  readonly pct: number | null
}

const rowsOf = ({ values }: ColumnValues, wanted: string | null): number =>
  values.find(({ value }) => value === wanted)?.rows ?? 0

/** How often each boolean column is true. */
export const sharesOf = ({ values }: VerifyReport): Share[] =>
  values
    .filter(({ kind }) => kind === 'boolean')
    .map((column) => {
      const [yes, no] = [rowsOf(column, 'true'), rowsOf(column, 'false')]
      const pct = yes + no === 0 ? null : yes / (yes + no)
      return { column: column.name, true: yes, false: no, null: rowsOf(column, null), pct }
    })

export const categoriesOf = ({ values }: VerifyReport): ColumnValues[] =>
  values.filter(({ kind }) => kind !== 'boolean')

/** Whether all that is promised holds. */
export const holds = ({ check }: VerifyReport): boolean =>
  check.duplicateKeys === 0 && check.nullKeys === 0 && check.invariants.every(({ broken }) => broken === 0)
