import type { CertificationDeclaration } from '../declare/certification.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledCertification } from '../model/certification.js'
import { isOptionalSqlFile } from '../model/sql-files.js'
import type { CompiledContract, CompiledProbe } from '../model/compiled-project.js'
import { checkCertification } from './check-certification.js'
import { checkDeclaration } from './check-declaration.js'
import { checkCertifiedLabels } from './labels.js'
import { type DiagnosticCollector, type Locate, splitName } from './context.js'
import type { Lowered } from './lower/create-lowering.js'
import { contractInvariants, contractsBelow, probeOf } from './compile-contracts.js'
import { keysOf, relationsOf } from './compile-functions.js'
import { functionClosure, functionsIn } from './functions-in.js'
import { aliased, columnRef, select, selection } from './nodes/build.js'
import { printSelect } from './print/print-select.js'
import type { OutputsOf } from './scope/outputs.js'

/** A certification, its contract to be proven, and the probe that checks it where the views are created. */
export interface CertificationAndProbe {
  readonly certification: CompiledCertification
  readonly contract: CompiledContract
  readonly probe: CompiledProbe
}

/** Replaces a reference by the view of the project that it names. */
function linked({
  files,
}: ProjectDeclaration): (declaration: Declaration | undefined) => Declaration | undefined {
  const views = new Map(
    files.flatMap(({ relations }) => relations.map((view) => [view?.name, view] as const)),
  )
  return (declaration) => declaration && views.get(declaration.name)
}

/**
 * A compiled certification, with the SELECT of its invariants. Undefined if it has errors, which are added to
 * `diagnostics`.
 *
 * @param project with references linked.
 * @param procedure name of the procedure that runs it.
 */
export function compileCertification(
  declared: CertificationDeclaration,
  project: ProjectDeclaration,
  procedure: string,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
  lower: (declaration: QueryDeclaration) => Lowered,
  locate: Locate,
): CertificationAndProbe | undefined {
  const link = linked(project)
  const { guarded } = declared
  const entrypoint = link(declared.entrypoint)
  const checked = link(declared.checked)
  const aliases = declared.aliases.map(link)
  const ordered = declared.ordered.map((order) => ({ ...order, relation: link(order.relation) }))
  const checkedBy: QueryDeclaration = { ...declared.contract, inputs: { checked } }
  const parts = { entrypoint, checked, guarded: link(guarded), aliases, ordered }
  // Several certifications are identified by their entrypoint.
  const name = project.certifications.length > 1 ? (declared.entrypoint?.name ?? project.name) : project.name
  const origin = { relation: name, site: declared.site }
  checkCertification(declared, parts, origin, diagnostics, outputsOf)
  checkCertifiedLabels(parts, project, origin, diagnostics)
  if (checked) checkDeclaration(checkedBy, diagnostics, outputsOf)
  if (!diagnostics.isEmpty || !entrypoint || !checked || !guarded?.guard) return undefined

  const invariants = (outputsOf(checkedBy) ?? []).slice(outputsOf(checked)?.length ?? 0)
  const { node } = lower(checkedBy)
  const calls = functionClosure(functionsIn(node))
  if (!diagnostics.isEmpty) return undefined
  const columns = [...declared.key, ...invariants.map((invariant) => invariant.name)]
  const keyAndInvariants = select({
    selections: columns.map((column) => selection(columnRef(checkedBy.name, column), column)),
    from: [aliased(node, checkedBy.name)],
  })
  const text = printSelect(keyAndInvariants)
  const below = contractsBelow([entrypoint, checked, link(guarded), ...aliases], project)
  const file = project.files.find(({ relations }) => relations.includes(entrypoint))?.file ?? ''
  const isOptional = isOptionalSqlFile(file)
  const certification: CompiledCertification = {
    entrypoint: splitName(entrypoint.name),
    t0: declared.t0,
    key: declared.key,
    aliases: [guarded, ...aliases].flatMap((alias) => (alias ? [splitName(alias.name)] : [])),
    guarded: splitName(guarded.name),
    checked: splitName(checked.name),
    contract: text,
    invariants: invariants.map((invariant) => ({ name: invariant.name, comment: invariant.comment })),
    ...(below.length > 0 && { contractsBelow: below }),
    maxAge: guarded.guard.maxAge,
    baselineDays: declared.baselineDays,
    procedure,
    roles: declared.roles,
    allowedFunctions: declared.allowedFunctions,
    t0Features: declared.t0Features,
    moments: declared.moments,
    drift: declared.drift,
    ordered: ordered.flatMap(({ relation, column, orderedBy, because }) =>
      relation ? [{ relation: splitName(relation.name), column: column ?? null, orderedBy, because }] : [],
    ),
    ...(declared.gates.length > 0 && { gates: declared.gates }),
    ...(isOptional && { isOptional }),
    ...(declared.pointInTime && { pointInTime: declared.pointInTime }),
    place: locate(declared.site),
  }
  const contract: CompiledContract = {
    of: checked.name,
    certifies: entrypoint.name,
    select: text,
    key: declared.key,
    invariants: contractInvariants(
      checkedBy,
      new Set((outputsOf(checked) ?? []).map(({ name: column }) => column)),
      outputsOf,
      locate,
    ),
    dependsOn: [certification.checked, ...relationsOf(calls)],
    ...(calls.length > 0 && { calls: keysOf(calls) }),
    place: certification.place,
  }
  return { certification, contract, probe: probeOf(contract, keyAndInvariants, locate) }
}
