import type { Artifact } from '../../model/artifact.js'
import { compareFiles, type FileChange } from './compare-files.js'
import { compareStates } from './compare-states.js'
import { findImpact } from './find-impact.js'
import { mergeStates } from './merge-states.js'
import type { RelationState } from './relation-state.js'
import { type CheckSection, checkSection } from './report.js'

function noteFor(files: readonly FileChange[], committed: number): string {
  const build = 'Run `fusion build` and commit the files.'
  if (committed === 0) return `Nothing has been generated here yet. ${build}`
  const extra = files.filter(({ kind }) => kind === 'extra').length
  // A build only removes files written by an earlier build.
  const remove = 'If an extra file remains after a build, it was not generated. Move it to another folder.'
  return extra === files.length ? remove : extra > 0 ? `${build} ${remove}` : build
}

/**
 * Compares the generated files with the compiled project.
 *
 * @param before the committed states of the relations; undefined if they cannot be read.
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
  // Without a readable catalog every relation would look new, so only the files are listed.
  const changes = before ? compareStates(before, after) : []
  const impact = findImpact(changes, mergeStates(before ?? [], after))
  return checkSection({ against: 'committed', where, note, files, changes, impact })
}
