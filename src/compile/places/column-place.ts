import { ColumnNode, ReferenceNode } from 'kysely'
import type { Declaration, QueryDeclaration } from '../../declare/relation.js'
import type { Place } from '../../model/diagnostic.js'
import type { Locate } from '../context.js'
import { tableName } from '../nodes/build.js'
import { openScope } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { findTable } from '../scope/scope.js'
import { selectedColumns } from '../scope/selected-columns.js'
import { sitesOf } from './sites-of.js'

/**
 * Where an output column is computed, through all the layers and aggregates that pass it on; undefined when it is a copy of
 * a column of a source or of another view.
 */
export function columnPlace(
  declaration: Declaration,
  name: string,
  outputsOf: OutputsOf,
  locate: Locate,
): Place | undefined {
  switch (declaration.kind) {
    case 'source':
    case 'reference':
      return undefined
    case 'aggregate': {
      const { columns, of } = declaration
      const column = Object.hasOwn(columns, name) ? columns[name] : undefined
      if (column) return locate(column.site)
      return of && isNested(of) ? columnPlace(of, name, outputsOf, locate) : undefined
    }
    case 'layer':
    case 'view': {
      const step = declaration.steps.find(({ columns }) => Object.hasOwn(columns, name))
      const site = step?.columns[name]?.site
      return site ? locate(site) : selectedPlace(declaration, name, outputsOf, locate)
    }
  }
}

/** What is nested into its readers; a view has columns and places of its own. */
const isNested = ({ kind }: Declaration): boolean => kind === 'layer' || kind === 'aggregate'

function selectedPlace(
  declaration: QueryDeclaration,
  name: string,
  outputsOf: OutputsOf,
  locate: Locate,
): Place | undefined {
  const { query, inputs } = declaration
  if (!query) return undefined
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  const node = selectedColumns(query, scope)?.find((column) => column.name === name)?.node
  if (!node) return undefined
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) {
    const site = sitesOf(declaration).get(node)
    return site && locate(site, name)
  }
  const column = node.column.column.name
  const found = findTable(scope, node.table && tableName(node.table), column)
  const { declaration: input, aggregate } = found.kind === 'found' ? found.table : {}
  const from = input ?? aggregate?.declaration
  return from && isNested(from) ? columnPlace(from, column, outputsOf, locate) : undefined
}
