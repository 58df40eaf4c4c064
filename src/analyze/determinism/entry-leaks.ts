import { displayName } from '../../model/relation-name.js'
import { type Node, type RangeTableEntry, rangeTableKind } from '../../pgtree/index.js'
import { type Finding, found, nothing } from './node-leak.js'
import type { LeakContext } from './leak-context.js'
import { readLeak } from './type-leaks.js'
import { namedType } from './value-type.js'

const serverSchemas = new Set(['pg_catalog', 'information_schema'])

/** What reading from something has to say, the expressions in it left aside. */
export const entryFindings = (
  { rtekind, relid, tablesample }: RangeTableEntry,
  { catalogs }: LeakContext,
): readonly Finding[] => {
  const relation = catalogs.relations.get(relid)
  if (rtekind !== rangeTableKind.relation || relation === undefined) return nothing
  const name = displayName(relation)
  const isSampled = tablesample !== null && tablesample.repeatable === null
  return [
    ...found(serverSchemas.has(relation.schema) ? 'catalog' : undefined, () => name),
    ...found(isSampled ? 'sample' : undefined, () => `TABLESAMPLE of ${name}`),
  ]
}

/** XMLTABLE reads text as the types of its columns; a column of JSON_TABLE is an expression that does. */
export const tableFunctionFindings = (
  { coltypes, colvalexprs }: Node<'TABLEFUNC'>,
  { catalogs }: LeakContext,
): readonly Finding[] =>
  colvalexprs.length > 0
    ? nothing
    : coltypes.flatMap((oid) => {
        const type = namedType(oid, catalogs)
        return found(readLeak([type]), () => `XMLTABLE column of ${type.name}`)
      })
