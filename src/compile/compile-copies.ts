import type { ProjectDeclaration } from '../declare/project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { collectDeclarations } from './collect-declarations.js'
import { collectLiterals, type Literals } from './collect-literals.js'
import { compileProject } from './compile-project.js'
import { DiagnosticCollector } from './context.js'
import { linkReferences } from './link-references.js'
import type { Redirect } from './redirect.js'

/** A project whose views read copies of everything; the names of sources and views are still the declared ones. */
export interface Copies extends Pick<CompiledProject, 'types' | 'sources' | 'functions' | 'views'> {
  readonly literals: Literals
}

/** Every view of a project, reading from other schemas; or the errors of the project. */
export function compileCopies(
  config: ProjectDeclaration,
  redirect: Redirect,
): Copies | { readonly diagnostics: readonly Diagnostic[] } {
  const { project, diagnostics } = compileProject(config, () => ({}), redirect)
  if (!project) return { diagnostics }
  const { types, sources, functions = [], views } = project
  const declarations = collectDeclarations(linkReferences(config, new DiagnosticCollector()))
  return { types, sources, functions, views, literals: collectLiterals(declarations) }
}
