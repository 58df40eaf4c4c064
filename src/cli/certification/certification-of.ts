import { CONFIG_FILE } from '../../io/project/config-file.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'

/** What a project says of its certification. */
export function certificationOf({ name, certification }: CompiledProject): CompiledCertification {
  if (certification) return certification
  throw new DiagnosticError([
    {
      code: 'FS901',
      place: { file: CONFIG_FILE },
      message: `nothing of the project ${name} is certified`,
      hint: 'Say what is: `certification: certification({ … })` in defineProject.',
    },
  ])
}
