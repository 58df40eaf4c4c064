import type { Artifact } from '../model/artifact.js'

interface Made {
  readonly parts: readonly string[]
  readonly artifact: Artifact
}

const last = new Map<string, Made>()

/**
 * The artifact of some parts. If the last one of its path in this process was made of the same parts, it is that object:
 * to join a text of megabytes again and to hash it takes longer than to compare the parts.
 *
 * @param join makes the text of the parts, and of nothing else.
 */
export function artifactOf(
  path: string,
  parts: readonly string[],
  join: (parts: readonly string[]) => string,
): Artifact {
  const before = last.get(path)
  if (before && areSame(before.parts, parts)) return before.artifact
  const artifact = { path, text: join(parts) }
  last.set(path, { parts, artifact })
  return artifact
}

const areSame = (before: readonly string[], now: readonly string[]): boolean =>
  before.length === now.length && before.every((text, at) => text === now[at])

/** Texts with an empty line between them. */
export const paragraphs = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`
