import { outputsOf, type QueryNode } from '../../pgtree/index.js'
import type { OrderContext } from './order-context.js'
import { outputsTellApart } from './unique-rows.js'

/** Keys of a view that are looked for; few have more than two, and who reads it needs one. */
const MOST_KEYS = 8

/**
 * Smallest sets of output columns, by name, of which no two rows of a view agree on all: one after the other, each without
 * a column of one found before. All columns together are asked about first; when even they do not do, there is none.
 */
export const uniqueKeys = (view: QueryNode, context: OrderContext): readonly (readonly string[])[] => {
  const outputs = outputsOf(view)
  const all = outputs.map(({ resno }) => resno)
  const isKey = (columns: readonly number[]): boolean => outputsTellApart(view, new Set(columns), context)
  const smallest = (columns: readonly number[]): readonly number[] =>
    columns.reduceRight<readonly number[]>((left, column) => {
      const without = left.filter((one) => one !== column)
      return isKey(without) ? without : left
    }, columns)

  const keys: (readonly number[])[] = []
  const search = (columns: readonly number[]): void => {
    if (keys.length >= MOST_KEYS || !isKey(columns)) return
    const known = keys.find((key) => key.every((column) => columns.includes(column)))
    const key = known ?? smallest(columns)
    if (known === undefined) keys.push(key)
    for (const column of key) if (!tried(columns, column)) search(columns.filter((one) => one !== column))
  }
  const seen = new Set<string>()
  const tried = (columns: readonly number[], without: number): boolean => {
    const question = columns.filter((one) => one !== without).join(' ')
    if (seen.has(question)) return true
    seen.add(question)
    return false
  }
  search(all)
  const nameOf = new Map(outputs.map(({ resno, resname }) => [resno, resname ?? '']))
  return keys.map((key) => key.map((column) => nameOf.get(column) ?? ''))
}
