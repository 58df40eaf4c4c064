import {
  type Against,
  type ChangeWitness,
  diffLabels,
  type PartMeaning,
  type PartVerdict,
  type RelationVerdict,
  type WitnessOutput,
  type WitnessSource,
} from '../../../app/check/report.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'
import { valueText } from '../../../model/value-text.js'

const WIDTH = 100
const INDENT = '    '

/** A part of a relation by name, as printed. */
interface Part {
  readonly name: string
  readonly verdict: PartVerdict
}

const partsOf = ({ rows, columns }: RelationVerdict): readonly Part[] => [
  ...(rows ? [{ name: 'rows', verdict: rows }] : []),
  ...columns.map((verdict) => ({ name: verdict.column, verdict })),
]

const COLORED: Readonly<Record<PartMeaning, (text: string, colors: Colors) => string>> = {
  equivalent: (text, colors) => colors.green(text),
  narrower: (text, colors) => colors.yellow(text),
  wider: (text, colors) => colors.yellow(text),
  different: (text, colors) => colors.red(text),
  undecided: (text, colors) => colors.red(text),
}

function outputText(output: WitnessOutput): string {
  switch (output.kind) {
    case 'row':
      return output.cells.map(({ column, value }) => `${column} = ${valueText(value)}`).join(', ')
    case 'no row':
      return 'no such row'
    case 'error':
      return `error: ${output.message}`
  }
}

/** The source rows of a witness, without columns that are NULL in all of them. */
const shownSources = ({ sources }: ChangeWitness): readonly WitnessSource[] =>
  sources.map(({ relation, rows }) => ({
    relation,
    rows: rows.map((row) => row.filter((_, at) => rows.some((other) => other[at]?.value !== null))),
  }))

/** The source rows of a witness as tables, then what both versions return for each part. */
function printWitness(
  parts: readonly { readonly name: string; readonly witness: ChangeWitness }[],
  against: Against,
  colors: Colors,
): string {
  const [first] = parts
  if (!first) return ''
  const { before } = diffLabels(against, '')
  const sides = [before.slice(0, -1), 'compiled']
  const width = Math.max(...sides.map((side) => side.length))
  const tables = shownSources(first.witness).map(({ relation, rows }) => {
    const columns = rows[0]?.map(({ column }) => ({ head: column })) ?? []
    const cells = rows.map((row) => row.map(({ value }) => valueText(value)))
    return `  With ${rows.length === 1 ? 'this row' : 'these rows'} of ${colors.bold(relation)}; its other columns are NULL or do not matter:\n${printColumns(columns, cells, WIDTH, INDENT)}`
  })
  const none = first.witness.sources.length === 0 ? '  Without any rows:\n' : ''
  const results = parts.map(({ name, witness }) => {
    const [old, now] = [witness.before, witness.after].map(outputText)
    const head = name === '' ? '' : `  ${name}\n`
    return `${head}${INDENT}${sides[0]?.padEnd(width)}  ${old}\n${INDENT}${sides[1]?.padEnd(width)}  ${now}\n`
  })
  return [...tables, none, ...results].join('')
}

/** Parts with the same source rows are printed below one another. */
function printWitnesses(parts: readonly Part[], against: Against, colors: Colors): string {
  const groups = new Map<string, { readonly name: string; readonly witness: ChangeWitness }[]>()
  for (const { name, verdict } of parts) {
    if (!verdict.witness) continue
    const key = JSON.stringify(shownSources(verdict.witness))
    groups.set(key, [...(groups.get(key) ?? []), { name, witness: verdict.witness }])
  }
  return [...groups.values()].map((group) => printWitness(group, against, colors)).join('')
}

/** `batt_lt80: different`, with the parts of one meaning and reason on one line. */
function printParts(parts: readonly Part[], colors: Colors): string {
  const lines = new Map<
    string,
    { readonly meaning: PartMeaning; readonly because: string; readonly names: string[] }
  >()
  for (const { name, verdict } of parts) {
    const because = verdict.witness || verdict.meaning === 'equivalent' ? '' : verdict.because
    const key = `${verdict.meaning} ${because}`
    const line = lines.get(key) ?? { meaning: verdict.meaning, because, names: [] }
    line.names.push(name)
    lines.set(key, line)
  }
  return [...lines.values()]
    .flatMap(({ meaning, because, names }) => {
      const [head = '', ...rest] = wrap(
        `${meaning}: ${names.join(', ')}${because === '' ? '' : ` (${because})`}`,
        WIDTH - INDENT.length,
      )
      const colored = COLORED[meaning](meaning, colors) + head.slice(meaning.length)
      return [`  ${colored}\n`, ...rest.map((line) => `${INDENT}${line}\n`)]
    })
    .join('')
}

const CLASSES: Readonly<Record<RelationVerdict['class'], (colors: Colors) => string>> = {
  documentation: (colors) => colors.green('documentation only'),
  equivalent: (colors) => colors.green('equivalent'),
  additive: (colors) => colors.yellow('additive'),
  breaking: (colors) => colors.red('breaking'),
}

function printVerdict(verdict: RelationVerdict, against: Against, colors: Colors): string {
  const parts = partsOf(verdict)
  // What the parts say is not repeated.
  const others = verdict.because.filter(
    (because) =>
      !parts.some(({ name }) => because.startsWith(`column ${name}: `) || because.startsWith('its rows: ')),
  )
  const reaches = verdict.reaches.map(({ relation }) => relation)
  return [
    `${colors.bold(verdict.relation)}: ${CLASSES[verdict.class](colors)} (${verdict.step})\n`,
    ...others.map((because) => `  ${because}\n`),
    printParts(parts, colors),
    printWitnesses(parts, against, colors),
    ...(reaches.length > 0 ? wrap(`reaches ${reaches.join(', ')}`, WIDTH).map((line) => `  ${line}\n`) : []),
  ].join('')
}

/** Prints what the changes of each relation mean, with rows that show it. */
export const printVerdicts = (
  verdicts: readonly RelationVerdict[],
  against: Against,
  colors: Colors,
): string =>
  verdicts.length === 0
    ? ''
    : `What the changes mean:\n${verdicts.map((verdict) => printVerdict(verdict, against, colors)).join('')}`
