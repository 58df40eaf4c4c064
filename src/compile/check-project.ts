import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration } from '../declare/relation.js'
import { isOptionalSqlFile } from '../model/sql-files.js'
import { checkFileNames } from './check-files.js'
import { readsOf } from './collect-declarations.js'
import { type DiagnosticCollector, originOf } from './context.js'

/**
 * Reports errors across declarations: names used twice, and views that no file creates, or a file that comes too early.
 */
export function checkProject(
  project: ProjectDeclaration,
  declarations: readonly Declaration[],
  diagnostics: DiagnosticCollector,
): void {
  const config = { relation: project.name, site: project.site }
  checkFileNames(project, config, diagnostics)
  // JavaScript callers have no type check.
  if (project.solver !== undefined && project.solver !== 'z3')
    diagnostics.add(
      config,
      'FS186',
      `"${String(project.solver)}" is not a known solver`,
      `Write solver: 'z3', or leave it out.`,
    )
  if (project.python !== undefined && typeof project.python !== 'boolean')
    diagnostics.add(
      config,
      'FS190',
      `python must be true or false, got ${typeof project.python === 'string' ? JSON.stringify(project.python) : `a value of type ${typeof project.python}`}`,
      'Write python: true to generate row types of Python, or leave it out.',
    )
  const fileOf = new Map<Declaration, number>()
  project.files.forEach(({ file, relations }, order) => {
    for (const relation of relations) {
      if (!relation) {
        diagnostics.add(
          config,
          'FS150',
          `a relation listed for ${file} is undefined`,
          'Its module has no export of that name.',
        )
      } else if (relation.kind !== 'view') {
        diagnostics.add(
          originOf(relation),
          'FS165',
          `"${relation.name}" is listed for ${file} but is not a view`,
          'List views only; what they read is included automatically.',
        )
      } else if (fileOf.has(relation)) {
        diagnostics.add(
          originOf(relation),
          'FS165',
          `"${relation.name}" is listed twice`,
          'List each view in one file.',
        )
      } else fileOf.set(relation, order)
    }
  })

  const byName = new Map<string, Declaration>()
  for (const declaration of declarations) {
    if (declaration.kind === 'reference') continue
    const other = byName.get(declaration.name)
    if (other) {
      diagnostics.add(
        originOf(declaration),
        'FS151',
        `there are two relations named "${declaration.name}"`,
        'Give each layer, view and source a name of its own.',
      )
    }
    byName.set(declaration.name, declaration)
    if (declaration.kind === 'view' && !fileOf.has(declaration)) {
      diagnostics.add(
        originOf(declaration),
        'FS165',
        `view "${declaration.name}" is in no SQL file`,
        `List it under "sql" in fusion.config.ts, before the views that read it.`,
      )
    }
  }
  const isOptional = (view: Declaration): boolean =>
    isOptionalSqlFile(project.files[fileOf.get(view) ?? -1]?.file ?? '')
  for (const [reader, order] of fileOf) {
    for (const view of viewsRead(reader, project)) {
      if (isOptional(view) && !isOptional(reader)) {
        diagnostics.add(
          originOf(reader),
          'FS165',
          `"${reader.name}" reads "${view.name}", which an optional file creates`,
          'Move it to an optional file too, or the other one to a file that is always run.',
        )
      }
      if ((fileOf.get(view) ?? 0) <= order) continue
      diagnostics.add(
        originOf(reader),
        'FS165',
        `"${reader.name}" reads "${view.name}", which a later file creates`,
        'Move it to that file or a later one.',
      )
    }
  }
}

/** Views that a declaration reads, itself or through its layers and functions. */
function viewsRead(declaration: Declaration, project: ProjectDeclaration): Declaration[] {
  return readsOf(declaration, project).flatMap((read) => {
    if (!read) return []
    return read.kind === 'view' ? [read] : viewsRead(read, project)
  })
}
