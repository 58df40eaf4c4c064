import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { analyzeWithCache } from '../build/cached-analysis.js'
import { compileInMemory } from '../build/pipeline.js'
import type { BuildContext } from '../context.js'
import type { ExplainInput } from './explain-layer.js'
import { findTarget, type Target } from './find-target.js'

/** What a name means, and the project that it was found in. */
export interface AnalyzedTarget extends Target {
  /** Undefined for a layer or aggregate. */
  readonly relation: AnalyzedRelation | undefined
  readonly input: ExplainInput
}

/**
 * Finds a declaration by its name and analyzes the project.
 *
 * @param check called before the analysis, to report a name that is of no use without waiting for Postgres.
 * @throws DiagnosticError if the name is unknown or the project does not build.
 */
export async function analyzeTarget(
  text: string,
  context: BuildContext,
  check: (target: Target, declarations: ExplainInput['declarations']) => void = () => undefined,
): Promise<AnalyzedTarget> {
  const compiled = await compileInMemory(context)
  const { loaded, declaration, project } = compiled
  const { describeDeclarations } = await import('../../compile/index.js')
  const declarations = describeDeclarations(declaration, (site, column) => loaded.locate(site.trace, column))
  // Reports an unknown name without waiting for Postgres.
  const target = findTarget(text, declarations.all)
  check(target, declarations)
  const cache = context.tools.openCache(context.cacheDir, context.compiler)
  const analyzed = await analyzeWithCache(project, cache, context)
  const relation = analyzed.relations.find((one) => displayName(one) === target.declared.name)
  return { ...target, relation, input: { ...compiled, analyzed, declarations } }
}
