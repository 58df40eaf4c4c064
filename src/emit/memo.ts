/**
 * Remembers from one build to the next how pieces of output were formatted, so that a build with nothing new to format
 * does not even load the formatter. Keys hold the whole input; the caller drops the memo when the compiler changes.
 */
export interface Memo {
  get(key: string): string | undefined
  set(key: string, value: string): void
}
