import type { ChangedView, RelationState } from '../../check/index.js'

/** Two versions of a project, and the views that differ between them. */
export interface VersionPair {
  /** In dependency order. */
  readonly before: readonly RelationState[]
  readonly after: readonly RelationState[]
  /** Views of both versions. */
  readonly views: readonly ChangedView[]
}
