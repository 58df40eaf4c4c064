import { callSite } from '../call-site.js'
import { type ColumnKind, columnsOf, typeOf } from './column-kind.js'

/**
 * A range type of the upstream database. Its values are text, as a `pg` client reads them: `[1.5,2)`. For `int4range`
 * and the other built-in ones `sqlType` suffices.
 *
 * @param name `schema.name`, as it is in the database, unquoted.
 * @param subtype What makes columns of the type of its bounds.
 * @example
 * const span = rangeType('shop.span', { subtype: double })
 */
export function rangeType(
  name: string,
  { subtype }: { readonly subtype: ColumnKind<unknown> },
): ColumnKind<string> {
  const { type, uses = [] } = typeOf(subtype)
  return columnsOf({
    kind: 'type',
    name,
    definition: { kind: 'range', subtype: type },
    uses,
    site: callSite(rangeType),
  })
}
