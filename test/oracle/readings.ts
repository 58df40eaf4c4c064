const INT4_MAX = 2147483647n

/** Spec section 4, int(t): the value when t is ASCII digits throughout and fits a 4-byte integer, else null. */
export function int(t: string | null): number | null {
  // Without the m flag, $ is the very end in JavaScript: a trailing newline does not slip through.
  if (t === null || !/^[0-9]+$/.test(t)) return null
  const value = BigInt(t)
  return value <= INT4_MAX ? Number(value) : null
}

/** What Postgres's boolean input reads as true: any prefix that could not start a false, and the digit. */
const TRUE_SPELLINGS = new Set(['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'])

/** Spec section 4, flag(t). Only ASCII spaces may surround the word, and only ASCII letters have a case. */
export function flag(t: string | null): boolean {
  if (t === null) return false
  const trimmed = t.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '')
  return TRUE_SPELLINGS.has(trimmed.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
}
