import { type Against, type Change, diffLabels, unifiedDiff } from '../../../app/check/report.js'
import type { Colors } from './colors.js'
import { printDiff } from './print-diff.js'

interface Phrases {
  /** Name of the state that the project is compared with. */
  readonly before: string
  readonly added: string
  readonly removed: string
}

const PHRASES: Readonly<Record<Against, Phrases>> = {
  committed: { before: 'committed', added: 'is new', removed: 'is gone' },
  baseline: { before: 'accepted', added: 'is new', removed: 'is gone' },
  meaning: { before: 'meant', added: 'is new', removed: 'is gone' },
  live: { before: 'live', added: 'is not in the database', removed: 'is only in the database' },
}

type ExtraChange = Extract<Change, { readonly kind: `view ${string}` }>

/** An option, rule or trigger of a view, and the side that has it. */
function extra(change: ExtraChange, side: string): string {
  const what = `${change.kind.slice('view '.length)} ${change.name}`
  if (change.after === null) return `${what} is only on the ${side} view: ${change.before}`
  if (change.before === null) return `${what} is only on the compiled view: ${change.after}`
  return `${what}: ${side} as ${change.before}, compiled as ${change.after}`
}

function sentence(
  change: Exclude<Change, { readonly kind: 'definition' }>,
  { before, added, removed }: Phrases,
): string {
  switch (change.kind) {
    case 'relation added':
      return added
    case 'relation removed':
      return removed
    case 'column added':
      return `column ${change.column} (${change.type}) ${added}`
    case 'column removed':
      return `column ${change.column} (${change.type}) ${removed}`
    case 'column type':
      return `column ${change.column}: ${before} as ${change.before}, compiled as ${change.after}`
    case 'column nullability':
      return `column ${change.column}: ${before} as ${change.before}, compiled as ${change.after}`
    case 'column values':
      return `values of ${change.column}: ${before} as ${change.before}; compiled as ${change.after}`
    case 'column order':
      return `order of columns: ${before} as ${change.before}; compiled as ${change.after}`
    case 'relation kind':
      return `${before} as a ${change.before}, compiled as a ${change.after}`
    case 'key':
      return `key: ${before} as (${change.before}), compiled as (${change.after})`
    case 'view option':
    case 'view rule':
    case 'view trigger':
      return extra(change, before)
    case 'relation comment':
      return `comment: ${before} as "${change.before}", compiled as "${change.after}"`
    case 'column comment':
      return `comment of ${change.column}: ${before} as "${change.before}", compiled as "${change.after}"`
  }
}

function printChange(change: Change, against: Against, colors: Colors): string {
  if (change.kind !== 'definition') return `  ${sentence(change, PHRASES[against])}\n`
  const diff = unifiedDiff(change.before, change.after, diffLabels(against, change.relation))
  // The texts differ only in a final line break.
  return diff === '' ? '  definition differs in white space\n' : printDiff(diff, colors)
}

/** Prints changes by relation: one line for each, then the diff of the definition. */
export function printChanges(changes: readonly Change[], against: Against, colors: Colors): string {
  const relations = [...new Set(changes.map(({ relation }) => relation))]
  return relations
    .map((relation) => {
      const own = changes.filter((change) => change.relation === relation)
      const definitionsLast = own.toSorted(
        (a, b) => Number(a.kind === 'definition') - Number(b.kind === 'definition'),
      )
      const texts = definitionsLast.map((change) => printChange(change, against, colors))
      return `${colors.bold(relation)}\n${texts.join('')}`
    })
    .join('')
}
