/**
 * The values that hostile rows are made of; every JSON text among them is valid jsonb. In each list, the simplest come
 * first, because property tests shrink toward the front.
 */
export { ANY_TEXTS, HUGE_TEXTS, WEIRD_KEYS } from './hostile-any-texts.js'
export { FLAG_KEYS, FLAG_TEXTS } from './hostile-flag-texts.js'
export { INT_TEXTS } from './hostile-int-texts.js'

/** Spam texts, some of which COPY would misread if they went out unescaped. */
export const SPAM_TEXTS: readonly string[] = [
  '',
  'spam',
  ' ',
  'f',
  'null',
  'NULL',
  '\\N',
  '\\.',
  'tab\there',
  'line\nbreak',
  'return\r\n',
  'back\\slash\\',
  '\\t\\\\N',
  '\b\f\v',
  'ünï 📱 ٨',
]

/** Whole numbers for the label columns, far outside the contract of the labeler. */
export const ODD_INTEGERS: readonly (number | null)[] = [
  null,
  0,
  1,
  2,
  3,
  4,
  5,
  7,
  8,
  9,
  10,
  11,
  49,
  50,
  51,
  79,
  80,
  84,
  85,
  89,
  90,
  94,
  95,
  99,
  100,
  101,
  255,
  -1,
  -3,
  -85,
  2147483647,
  -2147483648,
]
