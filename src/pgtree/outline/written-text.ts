import type { OidNames } from '../../model/oid-names.js'
import type { AnyNode } from '../nodes.js'
import { isWrittenList, isWrittenNode, type Written, type WrittenTree } from '../read-written-tree.js'

/** Positions, aliases and privileges, which do not affect values. */
const ignored = new Set(
  [
    'alias eref location stmt_location stmt_len querySource canSetTag checkAsUser perminfoindex rteperminfos',
    'rellockmode inFromCl lateral varnosyn varattnosyn varnullingrels resname resorigtbl resorigcol',
    'resno relkind join_using_alias usingClause isNatural refname funcformat relabelformat coerceformat',
    'convertformat row_format constraintDeps aggno aggtransno',
  ].flatMap((line) => line.split(' ')),
)

/** Names that a query only refers to. Elsewhere a name can be part of a value, such as that of an XML element. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['WINDOWCLAUSE', 'name'],
  ['NAMEDARGEXPR', 'name'],
  ['ALIAS', 'colnames'],
])

/** Fields that hold the OID of a function. */
const functionFields = new Set(['funcid', 'opfuncid', 'aggfnoid', 'winfnoid'])
/** Fields that hold the OID of a type. */
const typeField = /type(id)?$/

const kindOf = (node: AnyNode): string => (node.kind === 'UNKNOWN' ? node.name : node.kind)

/** Text of a node, field by field, with names in place of OIDs of user-defined objects. `nested` prints its children. */
export const nodeText = (
  node: AnyNode,
  tree: WrittenTree,
  names: OidNames,
  nested: (value: Written) => string,
): string => {
  const valueText = (name: string, value: Written): string => {
    if (typeof value !== 'string') return nested(value)
    if (functionFields.has(name)) return names.functions.get(value) ?? value
    return typeField.test(name) ? (names.types.get(value) ?? value) : value
  }
  const fields = [...tree.fieldsOf(node)].filter(
    ([name]) => !ignored.has(name) && aliases.get(kindOf(node)) !== name,
  )
  return `{${kindOf(node)}${fields.map(([name, value]) => ` :${name} ${valueText(name, value)}`).join('')}}`
}

/** Whether an expression computes across rows at its own query's level. */
export function acrossRows(value: Written | undefined, tree: WrittenTree): boolean {
  if (isWrittenList(value)) return value.some((item) => acrossRows(item, tree))
  if (!isWrittenNode(value) || value.kind === 'QUERY') return false
  return (
    /^(AGGREF|WINDOWFUNC|GROUPINGFUNC)$/.test(kindOf(value)) ||
    [...tree.fieldsOf(value).values()].some((field) => acrossRows(field, tree))
  )
}
