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

const TITLES: Readonly<Record<CheckSection['against'], string>> = {
  committed: 'Committed files',
  baseline: 'Accepted baseline',
  live: 'Live database',
  meaning: 'Meaning of the views',
}

/** Machine-readable files: a person reads the same differences below them. */
const LISTED_ONLY = /^catalog(\.schema)?\.json$/

const outcome = (of: Outcome, colors: Colors): string =>
  of === 'same'
    ? colors.green('no difference')
    : of === 'different'
      ? colors.red('different')
      : colors.red('NOT CHECKED')

const printFile = ({ path, kind, before, after }: FileChange, colors: Colors): string =>
  kind === 'changed' && !LISTED_ONLY.test(path)
    ? printDiff(unifiedDiff(before, after, diffLabels('committed', path)), colors)
    : ''

/** Viewdef files show the same diffs already when the comparison is of files. */
const printDefinitions = ({ against, changes }: CheckSection, colors: Colors): string =>
  against === 'committed'
    ? ''
    : changes
        .map((change) =>
          change.kind === 'definition'
            ? printDiff(
                unifiedDiff(change.before, change.after, diffLabels(against, change.relation)),
                colors,
              )
            : '',
        )
        .join('')

function printSection(section: CheckSection, colors: Colors): string {
  const { against, where, files, changes, impact, hazards, note, diagnostics } = section
  const blocks = [
    `${colors.bold(TITLES[against])} (${where}): ${outcome(section.outcome, colors)}\n`,
    printDiagnostics(diagnostics, colors),
    files.map(({ path, kind }) => `${kind.padEnd(7)}  ${path}\n`).join(''),
    files.map((file) => printFile(file, colors)).join(''),
    printChanges(changes, against, colors),
    printDefinitions(section, colors),
    printImpact(impact, colors),
    printDiagnostics(hazards, colors),
    printMeaning(section.views, colors),
    note === null ? '' : `${note}\n`,
  ]
  return blocks.filter((block) => block !== '').join('\n')
}

/** A check's report for people: for each comparison what differs, how, and whom that hurts. */
export const printCheck = ({ sections }: CheckReport, colors: Colors): string =>
  sections.map((section) => printSection(section, colors)).join('\n')
