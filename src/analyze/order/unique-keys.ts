import { outputsOf, type QueryNode } from '../../pgtree/index.js'
import type { OrderContext } from './order-context.js'
import { outputsTellApart } from './unique-rows.js'

/** Maximum number of keys to find; few views have more than two. */
const MOST_KEYS = 8

/**
 * Minimal sets of output columns, by name, that identify the rows of a view. All columns together are tried first; if they
 * do not identify rows, there is no key. Each further key omits a column of one found before.
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
