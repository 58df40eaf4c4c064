import type { CallSite } from '../declare/call-site.js'
import type { CertificationDeclaration } from '../declare/certification.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledCertification } from '../model/certification.js'
import type { Place } from '../model/diagnostic.js'
import { checkCertification } from './check-certification.js'
import { checkDeclaration } from './check-declaration.js'
import { type Faults, splitName } from './context.js'
import type { Lowered } from './lower/create-lowering.js'
import { aliased, columnRef, select, selection } from './nodes/build.js'
import { printSelect } from './print/print-select.js'
import type { OutputsOf } from './scope/outputs.js'

/** A procedure's name may be anything; the default one is made of the project's. */
const defaultProcedure = (project: string): string => `run_t0_cert_${project}`

/** The views of a certification as the project has them: a reference by name is the view itself here. */
function linked({
  files,
}: ProjectDeclaration): (declaration: Declaration | undefined) => Declaration | undefined {
  const views = new Map(
    files.flatMap(({ relations }) => relations.map((view) => [view?.name, view] as const)),
  )
  return (declaration) => declaration && views.get(declaration.name)
}

/**
 * What of a project is certified, with the SELECT that its invariants compile to. Undefined when anything about it is
 * wrong; `faults` says what.
 *
 * @param project with references linked.
 */
export function compileCertification(
  declared: CertificationDeclaration,
  project: ProjectDeclaration,
  faults: Faults,
  outputsOf: OutputsOf,
  lower: (declaration: QueryDeclaration) => Lowered,
  locate: (site: CallSite) => Place,
): CompiledCertification | undefined {
  const link = linked(project)
  const { guarded } = declared
  const entrypoint = link(declared.entrypoint)
  const checked = link(declared.checked)
  const aliases = declared.aliases.map(link)
  const contract: QueryDeclaration = { ...declared.contract, inputs: { checked } }
  const parts = { entrypoint, checked, guarded: link(guarded), aliases }
  const origin = { relation: project.name, site: declared.site }
  checkCertification(declared, parts, origin, faults, outputsOf)
  if (checked) checkDeclaration(contract, faults, outputsOf)
  if (!faults.isEmpty || !entrypoint || !checked || !guarded?.guard) return undefined

  const invariants = (outputsOf(contract) ?? []).slice(outputsOf(checked)?.length ?? 0)
  const { node } = lower(contract)
  if (!faults.isEmpty) return undefined
  const names = [...declared.key, ...invariants.map(({ name }) => name)]
  const keyAndInvariants = select({
    selections: names.map((name) => selection(columnRef(contract.name, name), name)),
    from: [aliased(node, contract.name)],
  })
  return {
    entrypoint: splitName(entrypoint.name),
    t0: declared.t0,
    key: declared.key,
    aliases: [guarded, ...aliases].flatMap((alias) => (alias ? [splitName(alias.name)] : [])),
    guarded: splitName(guarded.name),
    checked: splitName(checked.name),
    contract: printSelect(keyAndInvariants),
    invariants: invariants.map(({ name, comment }) => ({ name, comment })),
    maxAge: guarded.guard.maxAge,
    baselineDays: declared.baselineDays,
    procedure: declared.procedure ?? defaultProcedure(project.name),
    roles: declared.roles,
    allowedFunctions: declared.allowedFunctions,
    t0Features: declared.t0Features,
    place: locate(declared.site),
  }
}
