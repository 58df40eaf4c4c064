import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { buildContext, type Context } from '../context.js'
import { analyzeTarget } from './analyze-target.js'
import { explainColumn } from './explain-column.js'
import { explainNested, explainNestedColumn } from './explain-layer.js'
import { explainRelation } from './explain-relation.js'
import type { Explanation } from './explanation.js'
import { resolveTrees, type Trees } from './resolve-trees.js'

export interface ExplainOptions {
  /** Includes the query tree as analyzed by Postgres. */
  readonly tree: boolean
}

/**
 * Explains a source, view, layer, aggregate or column.
 *
 * @param target its name, as typed by the user.
 * @throws DiagnosticError if the name is unknown or the project does not build.
 */
export async function explain(
  target: string,
  { tree }: ExplainOptions,
  around: Context,
): Promise<Explanation> {
  const context = buildContext(around)
  const { declared, column, relation, input } = await analyzeTarget(target, context)
  const { project, analyzed } = input
  if (!relation)
    return column === null ? explainNested(declared, input) : explainNestedColumn(declared, column, input)
  if (column === null) {
    const trees =
      tree && relation.kind === 'view'
        ? await resolveTrees(project, new Set([declared.name]), context)
        : undefined
    return explainRelation(relation, input, trees)
  }
  const trees: Trees | undefined =
    relation.kind === 'view'
      ? await resolveTrees(project, viewsBelow(relation, analyzed.relations), context)
      : undefined
  return explainColumn(relation, column, input, trees, tree)
}

/** A view and all views that it reads, directly or indirectly. */
function viewsBelow(view: AnalyzedRelation, relations: readonly AnalyzedRelation[]): ReadonlySet<string> {
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const below = new Set([displayName(view)])
  for (const name of below)
    for (const read of byName.get(name)?.dependsOn ?? [])
      if (byName.get(displayName(read))?.kind === 'view') below.add(displayName(read))
  return below
}
