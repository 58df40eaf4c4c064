import { CONFIG_FILE } from '../../model/config-file.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'

/**
 * The certifications of a project, in order, or only that of one entrypoint. One that is optional must be named, unless
 * all of them are.
 *
 * @param entrypoint `schema.view`, plain or as SQL writes it.
 * @throws DiagnosticError FS901 if there is none, FS911 if the entrypoint has none.
 */
export function certificationsOf(
  { name, certifications }: CompiledProject,
  entrypoint?: string,
): readonly CompiledCertification[] {
  if (certifications.length === 0) {
    throw new DiagnosticError([
      {
        code: 'FS901',
        place: { file: CONFIG_FILE },
        message: `the project ${name} declares no certification`,
        hint: 'Add `certification: certification({ … })` to defineProject.',
      },
    ])
  }
  if (entrypoint === undefined) {
    const installed = certifications.filter(({ isOptional }) => !isOptional)
    return installed.length > 0 ? installed : certifications
  }
  const chosen = certifications.filter(({ entrypoint: of }) =>
    [displayName(of), quoteRelation(of)].includes(entrypoint),
  )
  if (chosen.length > 0) return chosen
  throw new DiagnosticError([
    {
      code: 'FS911',
      place: { file: CONFIG_FILE },
      message: `the project ${name} certifies no entrypoint "${entrypoint}"`,
      hint: `Use one that it certifies: ${certifications.map(({ entrypoint: of }) => displayName(of)).join(', ')}.`,
    },
  ])
}
