import {
  type CheckReport,
  type CheckSection,
  type FileChange,
  type Outcome,
  unifiedDiff,
} from '../check/index.js'
import type { Colours } from './colours.js'
import { printChanges, sidesOf } from './print-changes.js'
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

const outcome = (of: Outcome, colours: Colours): string =>
  of === 'same'
    ? colours.green('no difference')
    : of === 'different'
      ? colours.red('different')
      : colours.red('NOT CHECKED')

const printFile = ({ path, kind, before, after }: FileChange, colours: Colours): string =>
  kind === 'changed' && !LISTED_ONLY.test(path)
    ? printDiff(unifiedDiff(before, after, sidesOf('committed', path)), colours)
    : ''

/** Viewdef files show the same diffs already when the comparison is of files. */
const printDefinitions = ({ against, changes }: CheckSection, colours: Colours): string =>
  against === 'committed'
    ? ''
    : changes
        .map((change) =>
          change.kind === 'definition'
            ? printDiff(unifiedDiff(change.before, change.after, sidesOf(against, change.relation)), colours)
            : '',
        )
        .join('')

function printSection(section: CheckSection, colours: Colours): string {
  const { against, where, files, changes, impact, hazards, note, diagnostics } = section
  const blocks = [
    `${colours.bold(TITLES[against])} (${where}): ${outcome(section.outcome, colours)}\n`,
    printDiagnostics(diagnostics, colours),
    files.map(({ path, kind }) => `${kind.padEnd(7)}  ${path}\n`).join(''),
    files.map((file) => printFile(file, colours)).join(''),
    printChanges(changes, against, colours),
    printDefinitions(section, colours),
    printImpact(impact, colours),
    printDiagnostics(hazards, colours),
    printMeaning(section.views, colours),
    note === null ? '' : `${note}\n`,
  ]
  return blocks.filter((block) => block !== '').join('\n')
}

/** A check's report for people: for each comparison what differs, how, and whom that hurts. */
export const printCheck = ({ sections }: CheckReport, colours: Colours): string =>
  sections.map((section) => printSection(section, colours)).join('\n')
