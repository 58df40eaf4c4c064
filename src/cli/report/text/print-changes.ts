import type { Against, Change } from '../../../app/check/report.js'
import type { Colors } from './colors.js'

interface Words {
  /** The side that the project is compared with. */
  readonly before: string
  readonly added: string
  readonly removed: string
}

const WORDS: Readonly<Record<Against, Words>> = {
  committed: { before: 'committed', added: 'is new', removed: 'is gone' },
  baseline: { before: 'accepted', added: 'is new', removed: 'is gone' },
  meaning: { before: 'meant', added: 'is new', removed: 'is gone' },
  live: { before: 'live', added: 'is not in the database', removed: 'is only in the database' },
}

type ExtraChange = Extract<Change, { readonly kind: `view ${string}` }>

/** What a view has beside its query, and where. */
function extra(change: ExtraChange, side: string): string {
  const what = `${change.kind.slice('view '.length)} ${change.name}`
  if (change.after === null) return `${what} is only on the ${side} view: ${change.before}`
  if (change.before === null) return `${what} is only on the compiled view: ${change.after}`
  return `${what}: ${side} as ${change.before}, compiled as ${change.after}`
}

function sentence(change: Change, { before, added, removed }: Words): string {
  switch (change.kind) {
    case 'relation added':
      return added
    case 'relation removed':
      return removed
    case 'definition':
      return 'definition differs'
    case 'column added':
      return `column ${change.column} (${change.type}) ${added}`
    case 'column removed':
      return `column ${change.column} (${change.type}) ${removed}`
    case 'column type':
      return `column ${change.column}: ${before} as ${change.before}, compiled as ${change.after}`
    case 'column nullability':
      return `column ${change.column}: ${before} as ${change.before}, compiled as ${change.after}`
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

/** The changes, a line each under the relation that they are about. */
export function printChanges(changes: readonly Change[], against: Against, colors: Colors): string {
  const relations = [...new Set(changes.map(({ relation }) => relation))]
  return relations
    .map((relation) => {
      const own = changes.filter((change) => change.relation === relation)
      const lines = own.map((change) => `  ${sentence(change, WORDS[against])}\n`)
      return `${colors.bold(relation)}\n${lines.join('')}`
    })
    .join('')
}
