import { type OperationNode, RawNode } from 'kysely'
import type { AggregateDeclaration, Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledProbe } from '../model/compiled-project.js'
import type { Locate } from './context.js'
import { splitName } from '../model/relation-name.js'
import { inputsOf } from './collect-declarations.js'
import { relationsOf } from './compile-functions.js'
import { bareNames, fragmentOf } from './facts/raw-fragment.js'
import { functionClosure, functionsIn } from './functions-in.js'
import type { Lower } from './lower/create-lowering.js'
import { some } from './nodes/walk.js'
import { pieceAt } from './places/piece-at.js'
import { printSelect } from './print/print-select.js'
import type { OutputsOf } from './scope/outputs.js'

/** Probes by declaration; none for one that needs none. */
export type Probes = WeakMap<Declaration, readonly CompiledProbe[]>

/**
 * Layers and aggregates with raw text, which Postgres must accept on their own: a name that their own inputs do not
 * have would mean a column of the query that reads them.
 *
 * @param known those of an earlier call, to which this one adds.
 */
export const compileProbes = (
  declarations: readonly Declaration[],
  lower: Lower,
  outputsOf: OutputsOf,
  locate: Locate,
  known: Probes,
): readonly CompiledProbe[] =>
  declarations.flatMap((declaration) => {
    const probes = known.get(declaration) ?? probesOf(declaration, lower, outputsOf, locate)
    known.set(declaration, probes)
    return probes
  })

function probesOf(
  declaration: Declaration,
  { lower, groups }: Lower,
  outputsOf: OutputsOf,
  locate: Locate,
): readonly CompiledProbe[] {
  if (declaration.kind !== 'layer' && declaration.kind !== 'aggregate') return []
  if (!mentionsUnknownNames(declaration, outputsOf)) return []
  const { node, reads } = declaration.kind === 'aggregate' ? groups(declaration) : lower(declaration)
  const select = printSelect(node)
  return [
    {
      name: declaration.name,
      select,
      dependsOn: [
        ...[...reads].map(({ name }) => splitName(name)),
        ...relationsOf(functionClosure(functionsIn(node))),
      ],
      place: locate(declaration.site),
      pieceAt: pieceAt(node, select, locate),
    },
  ]
}

function mentionsUnknownNames(
  declaration: QueryDeclaration | AggregateDeclaration,
  outputsOf: OutputsOf,
): boolean {
  const read = [...inputsOf(declaration).map(([, input]) => input), declaration]
  const known = new Set(read.flatMap((of) => (of && outputsOf(of)) ?? []).map(({ name }) => name))
  return nodesOf(declaration).some((root) =>
    some(
      root,
      (node) => RawNode.is(node) && !(bareNames(fragmentOf(node))?.every((name) => known.has(name)) ?? false),
    ),
  )
}

const nodesOf = (declaration: QueryDeclaration | AggregateDeclaration): readonly OperationNode[] => {
  if (declaration.kind === 'aggregate') return Object.values(declaration.columns).map(({ node }) => node)
  const steps = declaration.steps.flatMap(({ columns }) => Object.values(columns).map(({ node }) => node))
  return declaration.query ? [declaration.query, ...steps] : steps
}
