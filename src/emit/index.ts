import type { AnalyzedProject } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { emitCatalog } from './emit-catalog.js'
import { emitDdl } from './emit-ddl.js'
import { trackedOf } from './emit-stored.js'
import { emitPython } from './emit-python.js'
import { emitRows } from './emit-rows.js'
import { describeStore, emitStores } from './emit-stores.js'
import { emitViewdefs } from './emit-viewdefs.js'
import type { Memo } from './format-members.js'

export type { Catalog, CatalogColumn, CatalogLineage, CatalogRelation, CatalogType } from './catalog.js'
export { buildCatalog } from './build-catalog.js'
export { emitInstall } from './emit-install.js'
export { describeStore }
export { storeNameClashes } from './store-names.js'
export { trackedOf } from './emit-stored.js'
export { emitRecreate } from './emit-recreate.js'
export { type RowsFile, rowsText } from './emit-rows.js'
export { catalogSchema } from './catalog-schema.js'
export { frameColumn, type FrameKind } from './python/column-kind.js'
export type { Memo } from './format-members.js'

/**
 * Everything that is generated for a project, sorted by path (by code unit, which is the same everywhere). The same
 * model yields the same bytes, with or without a memo.
 */
export async function emitArtifacts(
  project: CompiledProject,
  analyzed: AnalyzedProject,
  memo: Memo = new Map<string, string>(),
): Promise<readonly Artifact[]> {
  const artifacts = [
    ...emitDdl(project, trackedOf(analyzed)),
    await emitRows(project, analyzed, memo),
    ...emitCatalog(project, analyzed),
    ...emitStores(project, analyzed),
    ...emitViewdefs(analyzed),
    ...emitPython(project, analyzed),
  ]
  return artifacts.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
