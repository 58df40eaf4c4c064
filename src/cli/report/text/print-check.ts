import {
  type CheckReport,
  type CheckSection,
  type FileChange,
  type Outcome,
  diffLabels,
  unifiedDiff,
} from '../../../app/check/report.js'
import type { Colors } from './colors.js'
import { printChanges } from './print-changes.js'
import { printDiagnostics } from './print-diagnostics.js'
import { printDiff } from './print-diff.js'
import { printImpact } from './print-impact.js'
import { printMeaning } from './print-meaning.js'
import { printVerdicts } from './print-verdicts.js'
import { unexplainedFiles } from './unexplained-files.js'

const TITLES: Readonly<Record<CheckSection['against'], string>> = {
  committed: 'Committed files',
  baseline: 'Accepted baseline',
  live: 'Live database',
  meaning: 'Meaning of the views',
}

const outcome = (of: Outcome, colors: Colors): string =>
  of === 'same'
    ? colors.green('no difference')
    : of === 'different'
      ? colors.red('different')
      : colors.red('NOT CHECKED')

const printFile = ({ path, before, after }: FileChange, colors: Colors): string =>
  printDiff(unifiedDiff(before, after, diffLabels('committed', path)), colors)

/** Changes and impacts already printed, as JSON, with the title of the section that printed them. */
type Printed = Map<string, string>

/** Separates items that are not printed yet from those printed by an earlier section, and records the former. */
function notPrinted<T>(
  items: readonly T[],
  printed: Printed,
  title: string,
): { fresh: T[]; where: string[] } {
  const fresh: T[] = []
  const where: string[] = []
  for (const item of items) {
    const key = JSON.stringify(item)
    const earlier = printed.get(key)
    if (earlier === undefined) fresh.push(item)
    else where.push(earlier)
    printed.set(key, earlier ?? title)
  }
  return { fresh, where }
}

/** `2 changes are the same as under "Committed files" above.` */
function repeated(where: readonly string[]): string {
  if (where.length === 0) return ''
  const titles = [...new Set(where)].map((title) => `"${title}"`).join(' and ')
  const count = where.length === 1 ? '1 change is' : `${where.length} changes are`
  return `${count} the same as under ${titles} above.\n`
}

function printFiles(files: readonly FileChange[]): string {
  if (files.length === 0) return ''
  return ['Files that differ:', ...files.map(({ path, kind }) => `  ${kind.padEnd(7)}  ${path}`), ''].join(
    '\n',
  )
}

function printSection(section: CheckSection, printed: Printed, colors: Colors): string {
  const { against, where, files, hazards, note, diagnostics } = section
  const title = TITLES[against]
  const changes = notPrinted(section.changes, printed, title)
  const impact = notPrinted(section.impact, printed, title)
  const verdicts = notPrinted(section.verdicts, printed, title)
  const blocks = [
    `${colors.bold(title)} (${where}): ${outcome(section.outcome, colors)}\n`,
    printDiagnostics(diagnostics, colors),
    printChanges(changes.fresh, against, colors),
    unexplainedFiles(files, section.changes)
      .map((file) => printFile(file, colors))
      .join(''),
    repeated(changes.where),
    printImpact(impact.fresh, colors),
    printVerdicts(verdicts.fresh, against, colors),
    printDiagnostics(hazards, colors),
    printMeaning(section.views, colors),
    printFiles(files),
    note === null ? '' : `${note}\n`,
  ]
  return blocks.filter((block) => block !== '').join('\n')
}

/**
 * A report of `fusion check` for people. Each comparison has the text of the changes first, then what they affect
 * downstream. A change that several comparisons find is printed once, in the first of them.
 */
export function printCheck(report: CheckReport, colors: Colors): string {
  const printed: Printed = new Map()
  return [
    ...report.sections.map((section) => printSection(section, printed, colors)),
    ...(report.class === null ? [] : [`${summary(report, colors)}\n`]),
  ].join('\n')
}

function summary({ class: worst, step, isEquivalent }: CheckReport, colors: Colors): string {
  const all = isEquivalent ? ' Every change is in comments or proven equivalent.' : ''
  return `${colors.bold(`Altogether: ${worst}`)}, a ${step} version.${all}`
}
