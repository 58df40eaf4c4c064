import { ColumnNode, type OperationNode, RawNode, type SelectQueryNode } from 'kysely'
import type { CallSite } from '../declare/call-site.js'
import { contractOf } from '../declare/layer.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledContract, CompiledProbe, ContractInvariant } from '../model/compiled-project.js'
import type { Place } from '../model/diagnostic.js'
import { checkDeclaration } from './check-declaration.js'
import { collectDeclarations } from './collect-declarations.js'
import { keysOf, relationsOf } from './compile-functions.js'
import { type DiagnosticCollector, type Locate, splitName } from './context.js'
import { bareNames, fragmentOf } from './facts/raw-fragment.js'
import { functionClosure, functionsIn } from './functions-in.js'
import type { Lowered } from './lower/create-lowering.js'
import { aliased, columnRef, select, selection } from './nodes/build.js'
import { walk } from './nodes/walk.js'
import { pieceAt } from './places/piece-at.js'
import { plainExpression } from './reading/plain-sql.js'
import { printSelect } from './print/print-select.js'
import type { OutputsOf } from './scope/outputs.js'

/** A layer or view with its invariants, and the query over its rows that computes them. */
export interface DeclaredContract {
  readonly of: QueryDeclaration
  readonly contract: QueryDeclaration
}

/** The invariants of a layer or view, and the probe that checks them where the views are created. */
export interface ContractAndProbe {
  readonly contract: CompiledContract
  readonly probe: CompiledProbe
}

/** The invariants that layers and views declare. */
export const declaredContracts = (declarations: readonly Declaration[]): readonly DeclaredContract[] =>
  declarations.flatMap((of) =>
    (of.kind === 'layer' || of.kind === 'view') && of.invariants !== undefined
      ? [{ of, contract: contractOf(of, of.invariants, of.site) }]
      : [],
  )

/**
 * The invariants of layers and views, each as one SELECT. Errors are added to `diagnostics`.
 *
 * @param project with references linked.
 */
export function compileContracts(
  declared: readonly DeclaredContract[],
  { certifications }: ProjectDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
  lower: (declaration: QueryDeclaration) => Lowered,
  locate: Locate,
): readonly ContractAndProbe[] {
  return declared.flatMap(({ of, contract }) => {
    checkDeclaration(contract, diagnostics, outputsOf)
    if (!diagnostics.isEmpty) return []
    const { node, reads } = lower(contract)
    if (!diagnostics.isEmpty) return []
    const columns = new Set((outputsOf(of) ?? []).map(({ name }) => name))
    const key = certifications.find((one) => one?.key.every((column) => columns.has(column)))?.key ?? []
    const invariants = contractInvariants(contract, columns, outputsOf, locate)
    const calls = functionClosure(functionsIn(node))
    const names = [...key, ...invariants.map(({ name }) => name)]
    const query = select({
      selections: names.map((name) => selection(columnRef(contract.name, name), name)),
      from: [aliased(node, contract.name)],
    })
    const compiled: CompiledContract = {
      of: of.name,
      certifies: null,
      select: printSelect(query),
      key,
      invariants,
      dependsOn: [...[...reads].map(({ name }) => splitName(name)), ...relationsOf(calls)],
      ...(calls.length > 0 && { calls: keysOf(calls) }),
      place: locate(of.site),
    }
    return [{ contract: compiled, probe: probeOf(compiled, query, locate) }]
  })
}

/** A query that Postgres has to accept for the invariants to be accepted. */
export const probeOf = (
  { of, select: text, dependsOn, place }: CompiledContract,
  query: SelectQueryNode,
  locate: Locate,
): CompiledProbe => ({
  name: `the invariants of ${of}`,
  select: text,
  dependsOn,
  place,
  pieceAt: pieceAt(query, text, locate),
})

/**
 * The invariants of a contract with what they mention.
 *
 * @param known columns of the layer or view of whose rows it speaks.
 */
export const contractInvariants = (
  { steps, inputs }: QueryDeclaration,
  known: ReadonlySet<string>,
  outputsOf: OutputsOf,
  locate: (site: CallSite) => Place,
): readonly ContractInvariant[] =>
  steps.flatMap(({ columns }) =>
    Object.entries(columns).map(([name, { comment, node, site }]) => ({
      name,
      comment,
      condition: plainExpression(node, inputs, outputsOf),
      columns: [...namesIn(node)].filter((one) => known.has(one)).toSorted(),
      place: locate(site),
    })),
  )

const namesIn = (root: OperationNode): ReadonlySet<string> => {
  const names = new Set<string>()
  walk(root, (node) => {
    if (ColumnNode.is(node)) names.add(node.column.name)
    if (RawNode.is(node)) for (const name of bareNames(fragmentOf(node)) ?? []) names.add(name)
  })
  return names
}

/**
 * Names of the layers and views with invariants among some relations and all that they read.
 *
 * @param project with references linked.
 */
export const contractsBelow = (
  relations: readonly (Declaration | undefined)[],
  project: ProjectDeclaration,
): readonly string[] =>
  declaredContracts(collectDeclarations({ ...project, files: [{ file: '', relations }] })).map(
    ({ of }) => of.name,
  )
