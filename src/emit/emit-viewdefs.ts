import type { AnalyzedProject } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { RelationName } from '../model/relation-name.js'
import { relationFileName } from './relation-file-name.js'

/** Where the definition of a view is written to. */
export const viewdefPath = (view: RelationName): string => `viewdefs/${relationFileName(view)}.sql`

/** What Postgres says each view is, word for word: a file is comparable to `pg_get_viewdef` and nothing else. */
export const emitViewdefs = (analyzed: AnalyzedProject): readonly Artifact[] =>
  analyzed.relations.flatMap((relation) =>
    relation.viewdef === null ? [] : [{ path: viewdefPath(relation), text: `${relation.viewdef}\n` }],
  )
