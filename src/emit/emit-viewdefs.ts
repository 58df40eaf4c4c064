import type { AnalyzedProject } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { RelationName } from '../model/relation-name.js'
import { relationFileName } from './relation-file-name.js'

/** The path of the definition of a view. */
export const viewdefPath = (view: RelationName): string => `viewdefs/${relationFileName(view)}.sql`

/** The definition of each view exactly as Postgres shows it. A file is comparable only with `pg_get_viewdef`. */
export const emitViewdefs = (analyzed: AnalyzedProject): readonly Artifact[] =>
  analyzed.relations.flatMap((relation) =>
    relation.viewdef === null ? [] : [{ path: viewdefPath(relation), text: `${relation.viewdef}\n` }],
  )
