import { ColumnNode, type OperationNode, ReferenceNode } from 'kysely'
import type { Declaration, QueryDeclaration, SourceColumnDeclaration } from '../../declare/relation.js'
import { openScope } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { findTable, type Scope, type Table } from '../scope/scope.js'
import { selectedColumns } from '../scope/selected-columns.js'
import { tableName } from '../nodes/build.js'

/** Where a column's values come from, when they are passed on unchanged from a source. */
export interface Trace {
  /** The source, `schema.name`, and its column. */
  readonly source: string
  readonly column: string
  /** Type as the source declares it. */
  readonly type: string
  /** Canonical name of the type, if its equal values are identical. */
  readonly comparable?: string
  readonly nullable: boolean
}

/** A trace, or the reason why there is none. */
export type Traced = Trace | { readonly why: string }

/** Follows a column of a relation back to its source column. */
export function traceColumn(declaration: Declaration, name: string, outputsOf: OutputsOf): Traced {
  switch (declaration.kind) {
    case 'source': {
      const column = Object.hasOwn(declaration.columns, name) ? declaration.columns[name] : undefined
      if (!column) return { why: `"${name}" is not declared` }
      const comparable = comparableType(column)
      const nullable = column.nullable && !declaration.key.includes(name)
      return {
        source: declaration.name,
        column: name,
        type: column.type,
        ...(comparable !== undefined && { comparable }),
        nullable,
      }
    }
    case 'layer':
    case 'view':
      return traceQuery(declaration, name, outputsOf)
    case 'aggregate':
      return { why: `"${name}" comes from an aggregate` }
    case 'reference':
      return { why: `"${name}" comes from an unknown view` }
  }
}

function traceQuery(declaration: QueryDeclaration, name: string, outputsOf: OutputsOf): Traced {
  const { query, inputs, steps } = declaration
  if (!query || steps.some(({ columns }) => Object.hasOwn(columns, name)))
    return { why: `"${name}" is computed` }
  if (query.setOperations) return { why: `"${declaration.name}" is a set operation` }
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  const column = selectedColumns(query, scope)?.find((selected) => selected.name === name)
  if (!column) return { why: `the columns of "${declaration.name}" are not known` }
  const traced = traceReference(column.node, scope, outputsOf)
  // ROLLUP, CUBE and GROUPING SETS, which only raw text can contain, replace a grouped value by NULL.
  const isPlainGroup = query.groupBy?.items.every(({ groupBy }) => ReferenceNode.is(groupBy)) ?? true
  return 'why' in traced || isPlainGroup ? traced : { ...traced, nullable: true }
}

/** Follows a reference of a query back to its source column. */
export function traceReference(node: OperationNode, scope: Scope, outputsOf: OutputsOf): Traced {
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return { why: 'it is computed' }
  const name = node.column.column.name
  const found = findTable(scope, node.table && tableName(node.table), name)
  if (found.kind !== 'found') return { why: `"${name}" may have several meanings` }
  const traced = traceInTable(found.table, name, scope, outputsOf)
  return 'why' in traced ? traced : { ...traced, nullable: traced.nullable || found.table.optional }
}

function traceInTable(table: Table, name: string, scope: Scope, outputsOf: OutputsOf): Traced {
  const key = table.aggregate?.keys.get(name)
  if (key) {
    // An inner join removes NULL.
    const traced = traceReference(key, scope, outputsOf)
    return 'why' in traced ? traced : { ...traced, nullable: false }
  }
  if (!table.declaration) return { why: `"${table.alias}" is not an input` }
  return traceColumn(table.declaration, name, outputsOf)
}

/** Types whose equal values are identical: they print and compute the same. */
const COMPARABLE: readonly (readonly [name: string, written: RegExp])[] = [
  ['smallint', /^(smallint|int2)$/],
  ['integer', /^(integer|int|int4)$/],
  ['bigint', /^(bigint|int8)$/],
  ['text', /^text$/],
  ['timestamp with time zone', /^(timestamptz|timestamp with time zone)$/],
  ['timestamp', /^timestamp( without time zone)?$/],
  ['boolean', /^bool(ean)?$/],
  ['date', /^date$/],
  ['uuid', /^uuid$/],
  ['bytea', /^bytea$/],
]

function comparableType({ type, uses = [], collation }: SourceColumnDeclaration): string | undefined {
  // A collation can treat different texts as equal.
  if (collation !== undefined) return undefined
  if (uses.some(({ definition }) => definition.kind === 'enum') && !type.endsWith('[]')) return type
  const plain = type.trim().toLowerCase()
  const varying = /^(?:character varying|varchar)(\(\d+\))?$/.exec(plain)
  if (varying) return `character varying${varying[1] ?? ''}`
  return COMPARABLE.find(([, written]) => written.test(plain))?.[0]
}
