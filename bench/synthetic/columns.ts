/**
 * Every view has the same 30 columns: 2 keys, 12 integers, 4 doubles, 8 flags and 4 texts. So any view can be built on
 * any two of the level before.
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

/** `['a', 'b']` as it stands in a module. */
export const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** `column('…', …)`, with a sentence that is another one in every view. */
export const described = (id: string, columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `    ${name}: column('Signal ${name} of feature ${id}.', ${expression}),\n`)
    .join('')
