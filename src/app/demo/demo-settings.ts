import type { DemoSettings, ProjectDeclaration } from '../../declare/project.js'
import { CONFIG_FILE } from '../../model/config-file.js'
import { DiagnosticError } from '../../model/diagnostic.js'

/** What a project's config says of its demo. */
export function demoSettings({ demo }: ProjectDeclaration): DemoSettings {
  if (demo) return demo
  throw new DiagnosticError([
    {
      code: 'FS801',
      place: { file: CONFIG_FILE },
      message: 'the project has no demo',
      hint: 'Add `demo: { load, queries }` to defineProject: load gives the upstream rows, queries are shown on them.',
    },
  ])
}
