import type { ProjectDeclaration } from '../declare/project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import { collectDeclarations } from './collect-declarations.js'
import { collectLiterals, type Literals } from './collect-literals.js'
import { compileProject } from './compile-project.js'
import { DiagnosticCollector } from './context.js'
import { linkReferences } from './link-references.js'
import { plainSql } from './reading/plain-sql.js'
import type { Declined } from './rewrites/rewrite.js'
import { createOutputsOf } from './scope/outputs.js'

/** A view in both forms. */
export interface ViewForms extends RelationName {
  /** Declared functions that it calls; absent when there are none. */
  readonly calls?: readonly string[]
  /** The SELECT that it compiles to. */
  readonly compiled: string
  /** The plain form of the SELECT, which defines the rows. */
  readonly plain: string
}

/** A project with every view in both forms. */
export interface Forms extends Pick<CompiledProject, 'types' | 'sources' | 'functions'> {
  /** Each after what it reads. */
  readonly views: readonly ViewForms[]
  /** Rewrites that were not made, because it is not certain that they keep the rows. */
  readonly declined: readonly Declined[]
  readonly literals: Literals
}

/** Every view of a project in its compiled and its plain form, or the errors of the project. */
export function compileForms(
  config: ProjectDeclaration,
): Forms | { readonly diagnostics: readonly Diagnostic[] } {
  const { project, diagnostics, declined } = compileProject(config, () => ({}))
  if (!project) return { diagnostics }
  const outputsOf = createOutputsOf()
  const declarations = collectDeclarations(linkReferences(config, new DiagnosticCollector()))
  const plain = new Map(
    declarations.flatMap((declaration) =>
      declaration.kind === 'view' ? [[declaration.name, plainSql(declaration, outputsOf)] as const] : [],
    ),
  )
  return {
    types: project.types,
    sources: project.sources,
    ...(project.functions && { functions: project.functions }),
    views: project.views.map(({ schema, name, select, calls }) => ({
      schema,
      name,
      ...(calls && { calls }),
      compiled: select,
      plain: plain.get(displayName({ schema, name })) ?? '',
    })),
    declined,
    literals: collectLiterals(declarations),
  }
}
