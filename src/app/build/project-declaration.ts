import type { ProjectDeclaration } from '../../declare/project.js'
import type { LoadedProject } from '../../load/loaded-project.js'
import { CONFIG_FILE } from '../../model/config-file.js'
import { DiagnosticError } from '../../model/diagnostic.js'

/** Checks the tag instead of identity, because the config may use another copy of the declaration API. */
const isProject = (config: unknown): config is ProjectDeclaration =>
  typeof config === 'object' && config !== null && 'kind' in config && config.kind === 'project'

/** The project that a config declares, if it does. */
export function projectDeclaration({ config }: LoadedProject): ProjectDeclaration {
  if (isProject(config)) return config
  throw new DiagnosticError([
    {
      code: 'FS109',
      place: { file: CONFIG_FILE, line: 1 },
      message: `the default export of ${CONFIG_FILE} is not a project`,
      hint: 'Write `export default defineProject({ … })`, with defineProject from fusion-store.',
    },
  ])
}
