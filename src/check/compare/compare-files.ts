import type { Artifact } from '../../model/artifact.js'

/** A generated file that differs from the compiled project. */
export interface FileChange {
  /** Below the output folder. */
  readonly path: string
  /** `missing`: generated but not on disk. `extra`: on disk but not generated. */
  readonly kind: 'missing' | 'extra' | 'changed'
  readonly before: string
  readonly after: string
}

const byPath = (a: FileChange, b: FileChange): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

/** Compares the committed files with the generated ones, byte for byte. */
export function compareFiles(
  committed: ReadonlyMap<string, string>,
  built: readonly Artifact[],
): FileChange[] {
  const known = new Set(built.map(({ path }) => path))
  const changes = built.flatMap(({ path, text }): FileChange[] => {
    const before = committed.get(path)
    if (before === undefined) return [{ path, kind: 'missing', before: '', after: text }]
    return before === text ? [] : [{ path, kind: 'changed', before, after: text }]
  })
  for (const [path, before] of committed) {
    if (!known.has(path)) changes.push({ path, kind: 'extra', before, after: '' })
  }
  return changes.toSorted(byPath)
}
