import type { QueryNode } from '../../pgtree/index.js'
import { type Catalogs, locatedTrees, resolveViews } from '../../resolve/index.js'
import { embeddedProvider } from '../../postgres/embedded/embedded-provider.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import type { BuildContext } from '../context.js'
import { withSession } from '../with-session.js'

/** Query trees of views as analyzed by Postgres. */
export interface Trees {
  /** By display name. */
  readonly queries: ReadonlyMap<string, QueryNode>
  readonly catalogs: Catalogs
}

/**
 * Resolves some views again in the embedded Postgres, because the cache contains no trees.
 *
 * @returns trees with the locations of their expressions, if Postgres reports them.
 */
export async function resolveTrees(
  project: CompiledProject,
  names: ReadonlySet<string>,
  { env, progress, interrupts }: Pick<BuildContext, 'env' | 'progress' | 'interrupts'>,
): Promise<Trees> {
  progress.step('starting the embedded Postgres')
  const extensions = project.types.some(({ definition }) => definition.kind === 'extension')
  const relations = project.sources.length + project.views.length
  const server = await embeddedProvider({ env, extensions, relations }).start({ report: progress.note })
  return await withSession(interrupts, server, async (session) => {
    progress.step(`resolving ${names.size} views`)
    const { views, catalogs, diagnostics } = await resolveViews(session, project, names)
    if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
    const located = await locatedTrees(
      session,
      project.views.filter((view) => names.has(displayName(view))),
      project.types,
    )
    return {
      queries: new Map(
        views.map((view) => [displayName(view), located.get(displayName(view)) ?? view.tree.query]),
      ),
      catalogs,
    }
  })
}
