import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf } from './column-kind.js'

/**
 * An enum type of the upstream database. Its values are typed by their labels, in declarations and in `rows.ts`.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @param labels All of them, in the order of the database, which is the order in which they compare.
 * @example
 * const color = enumType('shop.color', ['red', 'green'])
 * source('shop.items', 'Items.', { key: ['id'], columns: { id: integer('Key.'), c: color('Color.') } })
 */
export function enumType<const L extends readonly string[]>(name: string, labels: L): ColumnKind<L[number]> {
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'enum', labels },
    uses: [],
    site: callSite(enumType),
  })
}
