import type { CallSite } from '../declare/call-site.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration, SourceDeclaration } from '../declare/relation.js'
import type { CompiledProject, CompiledSource, CompiledView } from '../model/compiled-project.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import { checkDeclaration } from './check-declaration.js'
import { checkProject } from './check-project.js'
import { collectDeclarations } from './collect-declarations.js'
import { Faults, splitName } from './context.js'
import { checkAggregate } from './lower/aggregates.js'
import { linkReferences } from './link-references.js'
import { createLowering } from './lower/create-lowering.js'
import { createOutputsOf, type OutputsOf } from './lower/outputs.js'
import { printSelect } from './print/print-select.js'

export interface Compiled {
  /** Undefined when anything is wrong. */
  readonly project: CompiledProject | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Compiles the declarations that a project's config reaches: one SELECT a view, or everything that is wrong with them.
 *
 * @param locate Maps a call site to a line of the user's module.
 */
export function compileProject(config: ProjectDeclaration, locate: (site: CallSite) => Place): Compiled {
  const faults = new Faults()
  const outputsOf = createOutputsOf()
  const declaration = linkReferences(config, faults)
  const declarations = collectDeclarations(declaration)
  checkProject(declaration, declarations, faults)
  for (const relation of declarations) checkDeclaration(relation, faults, outputsOf)

  const fileOf = new Map(
    declaration.files.flatMap(({ file, relations }) => relations.map((r) => [r, file] as const)),
  )
  const sources: CompiledSource[] = []
  const views: CompiledView[] = []
  for (const relation of declarations) {
    if (relation.kind === 'source') sources.push(compileSource(relation, locate))
    else if (relation.kind === 'reference') continue
    else if (relation.kind === 'aggregate') checkAggregate(relation, createLowering(faults, outputsOf))
    else {
      const view = compileQuery(relation, faults, outputsOf, locate)
      if (relation.kind === 'view') views.push({ ...view, file: fileOf.get(relation) ?? '' })
    }
  }
  const diagnostics = faults.toDiagnostics(locate)
  if (diagnostics.length > 0) return { project: undefined, diagnostics }
  const { name, files, reader } = declaration
  return { project: { name, sources, views, files: files.map(({ file }) => file), reader }, diagnostics }
}

function compileSource(source: SourceDeclaration, locate: (site: CallSite) => Place): CompiledSource {
  const columns = Object.entries(source.columns).map(([name, column]) => ({ ...column, name }))
  return {
    kind: 'source',
    ...splitName(source.name),
    comment: source.comment,
    columns,
    key: source.key,
    place: locate(source.site),
  }
}

/** Also lowers layers by themselves: what is wrong in a column that nobody reads yet is wrong all the same. */
function compileQuery(
  query: QueryDeclaration,
  faults: Faults,
  outputsOf: OutputsOf,
  locate: (site: CallSite) => Place,
): Omit<CompiledView, 'file'> {
  const lowering = createLowering(faults, outputsOf)
  const node = lowering.query(query, {})
  const isSound = faults.isEmpty && query.kind === 'view'
  return {
    kind: 'view',
    ...splitName(query.name),
    comment: query.comment,
    columns: outputsOf(query).map(({ name, comment }) => ({ name, comment })),
    select: isSound ? printSelect(node) : '',
    dependsOn: [...lowering.reads]
      .map((relation: Declaration) => splitName(relation.name))
      .toSorted((a, b) => (displayName(a) < displayName(b) ? -1 : 1)),
    place: locate(query.site),
  }
}
