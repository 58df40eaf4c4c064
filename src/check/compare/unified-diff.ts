import { createTwoFilesPatch } from 'diff'

/** Labels of the two sides of a diff. */
export interface DiffNames {
  readonly before: string
  readonly after: string
}

const CONTEXT = 3
/** Beyond this many changed lines the algorithm is slow and the diff is not useful. */
const MOST_EDITS = 1500

const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
const lineCount = (text: string): number => text.split('\n').length - 1

/** A unified diff as printed by `diff -u`; empty if the texts differ at most in a final newline. */
export function unifiedDiff(before: string, after: string, names: DiffNames): string {
  const [old, now] = [withNewline(before), withNewline(after)]
  if (old === now) return ''
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS }
  const patch = createTwoFilesPatch(names.before, names.after, old, now, '', '', options)
  const head = `--- ${names.before}\n+++ ${names.after}\n`
  if (patch === undefined) return `${head}@@ ${lineCount(old)} lines replaced by ${lineCount(now)} @@\n`
  return head + patch.slice(patch.indexOf('@@'))
}
