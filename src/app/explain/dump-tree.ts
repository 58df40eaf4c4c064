import {
  type AnyNode,
  booleanConstant,
  groupingSet,
  integerConstant,
  joinType,
  type Node,
  type QueryNode,
  rangeTableKind,
  setOperation,
  shapes,
  subLink,
  textConstant,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { targetPath } from './computed-at.js'
import { type Around, columnName } from './name-column.js'

/** Names of Postgres enumeration values, by node kind and field. */
const WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'RANGETBLENTRY.rtekind': rangeTableKind,
  'JOINEXPR.jointype': joinType,
  'SETOPERATIONSTMT.op': setOperation,
  'SUBLINK.subLinkType': subLink,
  'GROUPINGSET.kind': groupingSet,
}

/** Fields that the node's own text already shows, or that are not useful. */
const SKIPPED: ReadonlySet<string> = new Set([
  'location',
  'vartypmod',
  'varno',
  'varattno',
  'varlevelsup',
  'commandType',
  'limitOption',
  'constvalue',
  'constisnull',
  'eref',
])

/** Default values, which are not printed. */
const isPlain = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === 0 ||
  value === '' ||
  (Array.isArray(value) && value.length === 0)

/**
 * Prints the tree of a query: one node per line, its children indented below it, functions, operators, types and columns
 * by name. Fields that are empty, zero or false are left out.
 */
export const dumpTree = (query: QueryNode, catalogs: Catalogs): string =>
  dump(query, [], catalogs)
    .map((line) => `${line}\n`)
    .join('')

/** Prints the tree of one output column, followed through the subqueries that pass it on to its expression. */
export const dumpColumn = (query: QueryNode, column: string, catalogs: Catalogs): string =>
  targetPath(query, column)
    .flatMap(({ target, around }) => dump(target, around, catalogs))
    .map((line) => `${line}\n`)
    .join('')

function dump(node: AnyNode, around: Around, catalogs: Catalogs): string[] {
  const inside = node.kind === 'QUERY' ? [node, ...around] : around
  const fields = Object.entries(node).filter(([name, value]) => name !== 'kind' && !isPlain(value))
  const inline = fields.flatMap(([name, value]) => scalar(node.kind, name, value, catalogs) ?? [])
  const below = fields.flatMap(([name, value]) => nested(name, value, inside, catalogs))
  const own = ownWords(node, around, catalogs)
  return [
    [node.kind === 'UNKNOWN' ? node.name : node.kind, own, ...inline].filter(Boolean).join(' '),
    ...below,
  ]
}

/** The first text on the line of a node. */
function ownWords(node: AnyNode, around: Around, catalogs: Catalogs): string {
  switch (node.kind) {
    case 'VAR':
      return columnName(node, around, catalogs)
    case 'CONST':
      return constantText(node, catalogs)
    case 'TARGETENTRY':
      return `${node.resno}`
    case 'RANGETBLENTRY':
      return node.eref?.aliasname ?? ''
    case 'RANGETBLREF':
      return around[0]?.rtable[node.rtindex - 1]?.eref?.aliasname ?? ''
    default:
      return ''
  }
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'character varying', 'unknown', 'name'])

function constantText(node: Node<'CONST'>, { types }: Catalogs): string {
  if (node.constisnull) return 'NULL'
  const type = types.get(node.consttype)?.name ?? ''
  if (type === 'boolean') return String(booleanConstant(node))
  if (TEXTS.has(type)) return JSON.stringify(textConstant(node))
  return integerConstant(node)?.toString() ?? '…'
}

/** `field=value` for a scalar; undefined for a node. */
function scalar(kind: string, name: string, value: unknown, catalogs: Catalogs): string | undefined {
  if (SKIPPED.has(name)) return undefined
  const tag: unknown = Reflect.get(Reflect.get(shapes, kind) ?? {}, name)
  if (typeof value === 'number') {
    const word = Object.entries(WORDS[`${kind}.${name}`] ?? {}).find(([, code]) => code === value)?.[0]
    return `${name}=${word ?? named(tag, value, catalogs)}`
  }
  if (typeof value === 'string') return `${name}=${JSON.stringify(value)}`
  if (value === true) return name
  if (Array.isArray(value) && value.every((one) => typeof one === 'number'))
    return `${name}=(${value.map((one) => named(tag, one, catalogs)).join(', ')})`
  return undefined
}

function named(tag: unknown, oid: number, { functions, operators, types, relations }: Catalogs): string {
  switch (tag) {
    case 'function':
      return qualified(functions.get(oid), oid)
    case 'operator':
    case 'operators':
      return qualified(operators.get(oid), oid)
    case 'type':
    case 'types':
      return types.get(oid)?.name ?? String(oid)
    case 'relation': {
      const relation = relations.get(oid)
      return relation ? `${relation.schema}.${relation.name}` : String(oid)
    }
    default:
      return String(oid)
  }
}

const qualified = (
  found: { readonly schema: string; readonly name: string; readonly signature: string } | undefined,
  oid: number,
): string => {
  if (!found) return String(oid)
  return `${found.schema === 'pg_catalog' ? '' : `${found.schema}.`}${found.name}(${found.signature})`
}

/** The nodes of a field, indented below its name. */
function nested(name: string, value: unknown, around: Around, catalogs: Catalogs): string[] {
  if (SKIPPED.has(name)) return []
  const nodes = [value].flat(2).filter(isNode)
  if (nodes.length === 0) return []
  return [`  ${name}`, ...nodes.flatMap((node) => dump(node, around, catalogs)).map((line) => `    ${line}`)]
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'kind' in value
