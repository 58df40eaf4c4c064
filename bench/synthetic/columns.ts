/**
 * Every view has the same 30 columns: 2 keys, 12 integers, 4 doubles, 8 flags and 4 texts. Any view can therefore be
 * built on any two of the previous level.
 */
export const OUTPUTS: readonly string[] = [
  'shop_id',
  'item_id',
  ...numbered('n', 12),
  ...numbered('r', 4),
  ...numbered('f', 8),
  ...numbered('t', 4),
]

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)
}

/** The items of `['a', 'b']` as written in a module. */
export const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** `column('…', …)`, with a comment that differs in every view. */
export const described = (id: string, columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `    ${name}: column('Signal ${name} of feature ${id}.', ${expression}),\n`)
    .join('')
