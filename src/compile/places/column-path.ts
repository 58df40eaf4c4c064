import { ColumnNode, type OperationNode, ReferenceNode } from 'kysely'
import type { CallSite } from '../../declare/call-site.js'
import type { Declaration, QueryDeclaration } from '../../declare/relation.js'
import { tableName } from '../nodes/build.js'
import { openScope } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { findTable } from '../scope/scope.js'
import { selectedColumns } from '../scope/selected-columns.js'
import { sitesOf } from './sites-of.js'

/** A declaration that an output column passes through. */
export interface ColumnStation {
  readonly declaration: Declaration
  readonly column: string
  /** The expression that computes it there; absent where the column is passed on or belongs to a source. */
  readonly node?: OperationNode
  /** The call that declares it; absent where that is not known. */
  readonly site?: CallSite
  /** The call declares more than this column. */
  readonly isShared?: true
}

/**
 * The path of an output column through the layers and aggregates that pass it on, down to where it is computed, or to
 * the source or other view that it belongs to. The given declaration comes first.
 */
export function columnPath(
  declaration: Declaration,
  column: string,
  outputsOf: OutputsOf,
): readonly ColumnStation[] {
  const passed = (from: Declaration | undefined, name: string): readonly ColumnStation[] => [
    { declaration, column },
    ...(from === undefined
      ? []
      : isNested(from)
        ? columnPath(from, name, outputsOf)
        : [{ declaration: from, column: name }]),
  ]
  switch (declaration.kind) {
    case 'source':
    case 'reference':
      return [{ declaration, column }]
    case 'aggregate': {
      const { columns, of } = declaration
      const own = Object.hasOwn(columns, column) ? columns[column] : undefined
      return own ? [{ declaration, column, node: own.node, site: own.site }] : passed(of, column)
    }
    case 'layer':
    case 'view': {
      const step = declaration.steps.find(({ columns }) => Object.hasOwn(columns, column))
      const own = step?.columns[column]
      if (own) return [{ declaration, column, node: own.node, site: own.site }]
      const node = selectedNode(declaration, column, outputsOf)
      if (node && ReferenceNode.is(node.node) && ColumnNode.is(node.node.column))
        return passed(node.from, node.node.column.column.name)
      const site = node && sitesOf(declaration).get(node.node)
      return [
        { declaration, column, ...(node && { node: node.node }), ...(site && { site, isShared: true }) },
      ]
    }
  }
}

/** Whether a declaration is nested into its readers; a view has columns and places of its own. */
const isNested = ({ kind }: Declaration): boolean => kind === 'layer' || kind === 'aggregate'

/** The expression of a query's select list, and what it reads if it is a bare column. */
function selectedNode(
  { query, inputs }: QueryDeclaration,
  name: string,
  outputsOf: OutputsOf,
): { readonly node: OperationNode; readonly from: Declaration | undefined } | undefined {
  if (!query) return undefined
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  const node = selectedColumns(query, scope)?.find((column) => column.name === name)?.node
  if (!node) return undefined
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return { node, from: undefined }
  const found = findTable(scope, node.table && tableName(node.table), node.column.column.name)
  const { declaration: input, aggregate } = found.kind === 'found' ? found.table : {}
  return { node, from: input ?? aggregate?.declaration }
}
