import type { Artifact } from '../../model/artifact.js'
import { compareFiles, type FileChange } from './compare-files.js'
import { compareStates } from './compare-states.js'
import { findImpact } from './find-impact.js'
import { mergeStates } from './merge-states.js'
import type { RelationState } from './relation-state.js'
import { type CheckSection, checkSection } from './report.js'

function noteFor(files: readonly FileChange[], committed: number): string {
  const build = 'Run `fusion build` and commit what it writes.'
  if (committed === 0) return `Nothing has been generated here yet. ${build}`
  const extra = files.filter(({ kind }) => kind === 'extra').length
  // A build removes what an earlier build has written and nothing else.
  const remove = 'A file that is extra and stays after a build is not a generated one: move it elsewhere.'
  return extra === files.length ? remove : extra > 0 ? `${build} ${remove}` : build
}

/**
 * Compares the generated files with what the project compiles to now.
 *
 * @param before what the committed files say of the relations; undefined when they cannot be read.
 */
export function checkCommitted(
  where: string,
  committed: ReadonlyMap<string, string>,
  built: readonly Artifact[],
  before: readonly RelationState[] | undefined,
  after: readonly RelationState[],
): CheckSection {
  const files = compareFiles(committed, built)
  if (files.length === 0) return checkSection({ against: 'committed', where })
  const note = noteFor(files, committed.size)
  // Without a readable catalog every relation would look new; the files say it better.
  const changes = before ? compareStates(before, after) : []
  const impact = findImpact(changes, mergeStates(before ?? [], after))
  return checkSection({ against: 'committed', where, note, files, changes, impact })
}
