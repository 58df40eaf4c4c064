import { createTwoFilesPatch } from 'diff'

/** What the two sides of a diff are called in its head. */
export interface DiffNames {
  readonly before: string
  readonly after: string
}

const CONTEXT = 3
/** Past this many changed lines nobody reads on, and the algorithm gets slow. */
const MOST_EDITS = 1500

const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
const lineCount = (text: string): number => text.split('\n').length - 1

/** A unified diff as `diff -u` prints it; empty when the texts are equal but for a last newline. */
export function unifiedDiff(before: string, after: string, names: DiffNames): string {
  const [old, now] = [withNewline(before), withNewline(after)]
  if (old === now) return ''
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS }
  const patch = createTwoFilesPatch(names.before, names.after, old, now, '', '', options)
  const head = `--- ${names.before}\n+++ ${names.after}\n`
  if (patch === undefined) return `${head}@@ ${lineCount(old)} lines replaced by ${lineCount(now)} @@\n`
  return head + patch.slice(patch.indexOf('@@'))
}
