import type { CertificationDeclaration } from '../declare/certification.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { QueryDeclaration } from '../declare/relation.js'
import { type CertificationAndProbe, compileCertification } from './compile-certification.js'
import { type DiagnosticCollector, type Locate, type Origin, splitName } from './context.js'
import type { Lowered } from './lower/create-lowering.js'
import { NAME_BYTES } from './nodes/fresh-name.js'
import type { OutputsOf } from './scope/outputs.js'

/** Prefix of the function that counts the invariants; the name of the procedure follows it. */
const CONTRACT_PREFIX = 'contract_of_'

/** The default name is derived from the project, or from the entrypoint if there are several certifications. */
const procedureOf = (
  { procedure, entrypoint }: CertificationDeclaration,
  { name, certifications }: ProjectDeclaration,
): string =>
  procedure ?? `run_t0_cert_${certifications.length > 1 ? splitName(entrypoint?.name ?? '').name : name}`

/** Every relation that gets the verdict of a certification. */
const outputsWithVerdict = ({
  entrypoint,
  guarded,
  aliases,
}: CertificationDeclaration): readonly string[] => [
  ...new Set([entrypoint, guarded, ...aliases].flatMap((relation) => (relation ? [relation.name] : []))),
]

/**
 * All certifications of a project, in order. Errors are added to `diagnostics`, as is anything that two of them would
 * overwrite.
 *
 * @param project with references linked.
 */
export function compileCertifications(
  project: ProjectDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
  lower: (declaration: QueryDeclaration) => Lowered,
  locate: Locate,
): readonly CertificationAndProbe[] {
  const seen = new Set<string>()
  return project.certifications.flatMap((declared, at) => {
    if (!declared) {
      const hint = 'Its module imports the config in a cycle, or has no export of that name.'
      const origin = { relation: project.name, site: project.site }
      diagnostics.add(origin, 'FS184', `certification ${at + 1} of the project is undefined`, hint)
      return []
    }
    const procedure = procedureOf(declared, project)
    const origin = { relation: declared.entrypoint?.name ?? project.name, site: declared.site }
    for (const name of outputsWithVerdict(declared)) {
      const hint = 'Each relation has one verdict: name it in one certification.'
      claim(seen, `relation ${name}`, `"${name}" is certified twice`, hint, origin, diagnostics)
    }
    // Postgres truncates names to this length, so two names that agree up to it collide.
    const kept = Buffer.from(procedure)
      .subarray(0, NAME_BYTES - CONTRACT_PREFIX.length)
      .toString('hex')
    const hint = `Give one of them a name of its own: certification({ procedure: '…' }), different in its first ${NAME_BYTES - CONTRACT_PREFIX.length} bytes.`
    claim(
      seen,
      `procedure ${kept}`,
      `two certifications have the procedure "${procedure}"`,
      hint,
      origin,
      diagnostics,
    )
    return compileCertification(declared, project, procedure, diagnostics, outputsOf, lower, locate) ?? []
  })
}

function claim(
  seen: Set<string>,
  what: string,
  message: string,
  hint: string,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  if (seen.has(what)) diagnostics.add(origin, 'FS184', message, hint)
  else seen.add(what)
}
