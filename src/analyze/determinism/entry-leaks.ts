import { displayName } from '../../model/relation-name.js'
import { type Node, type RangeTableEntry, rangeTableKind } from '../../pgtree/index.js'
import { type LeakContext, leakOf, type NodeLeak, noLeaks } from './leak-context.js'
import { namedType, readLeak } from './value-type.js'

const serverSchemas = new Set(['pg_catalog', 'information_schema'])

/** Leaks of a range table entry, without those of its expressions. */
export const entryLeaks = (
  { rtekind, relid, tablesample }: RangeTableEntry,
  { catalogs }: LeakContext,
): readonly NodeLeak[] => {
  const relation = catalogs.relations.get(relid)
  if (rtekind !== rangeTableKind.relation || relation === undefined) return noLeaks
  const name = displayName(relation)
  const isSampled = tablesample !== null && tablesample.repeatable === null
  return [
    ...leakOf(serverSchemas.has(relation.schema) ? 'catalog' : undefined, () => name),
    ...leakOf(isSampled ? 'sample' : undefined, () => `TABLESAMPLE of ${name}`),
  ]
}

/** XMLTABLE parses text as the types of its columns. Columns of JSON_TABLE are expressions with their own rule. */
export const tableFunctionLeaks = (
  { coltypes, colvalexprs }: Node<'TABLEFUNC'>,
  { catalogs }: LeakContext,
): readonly NodeLeak[] =>
  colvalexprs.length > 0
    ? noLeaks
    : coltypes.flatMap((oid) => {
        const type = namedType(oid, catalogs)
        return leakOf(readLeak([type]), () => `XMLTABLE column of ${type.name}`)
      })
