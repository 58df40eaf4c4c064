import type { ColumnValues } from '../../certify/run/count-values.js'
import type { RowCheck } from '../../certify/run/check-rows.js'

/** Result of checking the rows of a store, with the counts of their values. */
export interface VerifyReport {
  /** Quoted as in SQL. */
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
  /** Share of true among the rows that are not NULL, 0 to 1; null if all are NULL. */
  readonly pct: number | null
}

const rowsOf = ({ values }: ColumnValues, wanted: string | null): number =>
  values.find(({ value }) => value === wanted)?.rows ?? 0

/** The share of true values in each boolean column. */
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

/** Whether keys are unique and not NULL, and all invariants hold. */
export const holds = ({ check }: VerifyReport): boolean =>
  check.duplicateKeys === 0 &&
  check.nullKeys === 0 &&
  check.invariants.every(({ broken }) => broken === 0 || broken === null)
