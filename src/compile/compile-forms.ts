import type { ProjectDeclaration } from '../declare/project.js'
import type { CompiledSource } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import type { RelationName } from '../model/relation-name.js'
import { collectDeclarations } from './collect-declarations.js'
import { compileProject } from './compile-project.js'
import { Faults } from './context.js'
import { linkReferences } from './link-references.js'
import { plainSql } from './reading/plain-sql.js'
import type { Declined } from './rewrites/rewrite.js'
import { createOutputsOf } from './scope/outputs.js'

/** A view in both forms. */
export interface ViewForms extends RelationName {
  /** The SELECT that it compiles to. */
  readonly compiled: string
  /** The SELECT that it means. */
  readonly plain: string
}

/** A project's views in both forms. */
export interface Forms {
  readonly sources: readonly CompiledSource[]
  /** Each after what it reads. */
  readonly views: readonly ViewForms[]
  readonly declined: readonly Declined[]
}

/** Every view of a project, compiled and as it is meant, each after what it reads; or what is wrong with the project. */
export function compileForms(
  config: ProjectDeclaration,
): Forms | { readonly diagnostics: readonly Diagnostic[] } {
  const { project, diagnostics, declined } = compileProject(config, () => ({}))
  if (!project) return { diagnostics }
  const outputsOf = createOutputsOf()
  const plain = new Map(
    collectDeclarations(linkReferences(config, new Faults())).flatMap((declaration) =>
      declaration.kind === 'view' ? [[declaration.name, plainSql(declaration, outputsOf)] as const] : [],
    ),
  )
  return {
    declined,
    sources: project.sources,
    views: project.views.map(({ schema, name, select }) => ({
      schema,
      name,
      compiled: select,
      plain: plain.get([schema, name].join('.')) ?? '',
    })),
  }
}
