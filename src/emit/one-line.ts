/** A declared text on one line: in a `--` or `//` comment, what follows a line end would be code. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
