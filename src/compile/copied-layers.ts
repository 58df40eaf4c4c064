import {
  OverNode,
  type OperationNode,
  ReferenceNode,
  SelectAllNode,
  SelectQueryNode,
  TableNode,
} from 'kysely'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import { collectDeclarations } from './collect-declarations.js'
import { DiagnosticCollector, type Locate } from './context.js'
import { linkReferences } from './link-references.js'
import { children, some } from './nodes/walk.js'

/** Where a layer is computed in one read of a relation: the views that contain it, one for each copy. */
type Copies = Map<QueryDeclaration, string[]>

/** Why the rows of a layer are expensive; undefined where they are not. */
function expense({ query, steps }: QueryDeclaration): string | undefined {
  const nodes = [
    ...(query ? [query] : []),
    ...steps.flatMap(({ columns }) => Object.values(columns).map(({ node }) => node)),
  ]
  const has = (test: (node: OperationNode) => boolean): boolean => nodes.some((node) => some(node, test))
  if (has(OverNode.is)) return 'a window'
  if (has((node) => SelectQueryNode.is(node) && node.groupBy !== undefined)) return 'GROUP BY'
  return has((node) => SelectQueryNode.is(node) && isDistinct(node)) ? 'DISTINCT' : undefined
}

const isDistinct = ({ distinctOn = [], frontModifiers = [] }: SelectQueryNode): boolean =>
  distinctOn.length > 0 || frontModifiers.some(({ modifier }) => modifier === 'Distinct')

/** How often a query reads each of its inputs, by the name that it has there. */
function readsIn(node: OperationNode, found = new Map<string, number>()): ReadonlyMap<string, number> {
  // The table of a column is a name, not a read.
  if (ReferenceNode.is(node) || SelectAllNode.is(node)) return found
  if (TableNode.is(node)) {
    const { identifier, schema } = node.table
    if (!schema) found.set(identifier.name, (found.get(identifier.name) ?? 0) + 1)
  }
  for (const child of children(node)) readsIn(child, found)
  return found
}

/** What a query reads, each input as often as it occurs. */
function inputsRead({ query, inputs }: QueryDeclaration): readonly Declaration[] {
  if (!query) return []
  const reads = readsIn(query)
  return Object.entries(inputs).flatMap(([name, input]) =>
    input ? Array.from({ length: reads.get(name) ?? 0 }, () => input) : [],
  )
}

/**
 * Notes the layers that a query computes, in itself and in the views that it reads. Those inside an expensive layer are
 * left out, because they are copied with it. An aggregate reads one key at a time, and a stored relation has its rows.
 */
function visit(declaration: QueryDeclaration, view: string, found: Copies, seen: Set<Declaration>): void {
  for (const input of inputsRead(declaration)) {
    if (input.kind === 'layer') {
      if (expense(input) === undefined) visit(input, view, found, seen)
      else found.set(input, [...(found.get(input) ?? []), view])
    } else if (input.kind === 'view' && input.stored === undefined && !seen.has(input)) {
      seen.add(input)
      visit(input, input.name, found, seen)
    }
  }
}

/**
 * A note for each layer with a window, GROUP BY or DISTINCT of which one read of a certified entrypoint, or one refresh of
 * a stored relation, computes several copies.
 */
export function copiedLayers(
  config: ProjectDeclaration,
  { certifications, views }: CompiledProject,
  locate: Locate,
): readonly Diagnostic[] {
  const declarations = collectDeclarations(linkReferences(config, new DiagnosticCollector()))
  const roots = [
    ...certifications.map(({ entrypoint }) => displayName(entrypoint)),
    ...views.flatMap(({ stored }) => (stored ? [displayName(stored.live)] : [])),
  ]
  const noted = new Map<QueryDeclaration, Diagnostic>()
  for (const root of roots) {
    const declared = declarations.find(({ name }) => name === root)
    if (declared?.kind !== 'view') continue
    const found: Copies = new Map()
    visit(declared, root, found, new Set([declared]))
    for (const [layer, copies] of found)
      if (copies.length > 1 && !noted.has(layer)) noted.set(layer, note(layer, copies, root, locate))
  }
  return [...noted.values()]
}

const note = (
  layer: QueryDeclaration,
  copies: readonly string[],
  root: string,
  locate: Locate,
): Diagnostic => ({
  code: 'FS244',
  place: { ...locate(layer.site), relation: layer.name },
  message: `it has ${expense(layer) ?? ''} and is computed ${copies.length} times for one read of ${root}: in ${[...new Set(copies)].join(', ')}`,
  hint: 'Store it, stored(…), so that its readers share its rows; or read it once.',
})
