import type { AnalyzedColumn, AnalyzedRelation } from '../model/analyzed-project.js'
import type { ColumnState, EvidenceGroup } from '../model/column-values.js'
import type { ReaderSettings } from '../model/compiled-project.js'
import { readerType } from '../model/reader-type.js'
import { jsdoc } from './comment-text.js'
import { memberName } from './member-name.js'
import type { Member } from './plain-member.js'
import { pascalCase } from './row-names.js'
import { valueType } from './value-type.js'

type Columns = ReadonlyMap<string, AnalyzedColumn>

const columnsOf = ({ columns }: AnalyzedRelation): Columns =>
  new Map(columns.map((column) => [column.name, column]))

const stateMember = (
  { name, known, values }: ColumnState,
  columns: Columns,
  settings: ReaderSettings,
): Member => {
  const column = columns.get(name)
  const read = column === undefined ? 'unknown' : valueType(values, readerType(column.type, settings))
  const type = known === 'never' ? 'null' : known === 'always' ? read : `${read} | null`
  return { name: memberName(name), type }
}

/** The members of all cases of a relation, to be formatted. */
export function* evidenceMembers(relation: AnalyzedRelation, settings: ReaderSettings): Generator<Member> {
  const columns = columnsOf(relation)
  for (const { cases } of relation.evidence ?? [])
    for (const states of cases) for (const state of states) yield stateMember(state, columns, settings)
}

/**
 * Name of the row that has all groups of columns that are known or unknown together.
 *
 * @param row name of the interface of the row.
 * @param taken names of all rows of the file.
 */
export const evidenceRow = (row: string, taken: ReadonlySet<string>): string => {
  const base = baseOf(row)
  return taken.has(`${base}EvidenceRow`) ? `${base}$EvidenceRow` : `${base}EvidenceRow`
}

const baseOf = (row: string): string => row.replace(/Row$/, '')

/**
 * A union for each group of columns that are known or unknown together, and the row that has all of them: narrowed by a
 * column that tells the cases apart, the others have the types of that case.
 *
 * @param row name of the interface of the row.
 * @param evidence name of the row that has all of them.
 */
export const evidenceTypes = (
  relation: AnalyzedRelation,
  row: string,
  evidence: string,
  settings: ReaderSettings,
  format: (member: Member) => string,
): readonly string[] => {
  const groups = relation.evidence ?? []
  if (groups.length === 0) return []
  const base = baseOf(row)
  const columns = columnsOf(relation)
  const caseText = (states: readonly ColumnState[]): string => {
    const lines = states.map((state) => format(stateMember(state, columns, settings)))
    return `  | {\n${lines.join('\n').replaceAll(/^/gm, '    ')}\n    }`
  }
  const unions = groups.map((group) => ({ group, name: `${base}By${group.by.map(pascalCase).join('And')}` }))
  const all = [row, ...withinProducts(unions).map(({ name }) => name)].join(' &\n  ')
  return [
    ...unions.map(
      ({ group, name }) =>
        `${jsdoc(groupDoc(group))}\nexport type ${name} =\n${group.cases.map(caseText).join('\n')}`,
    ),
    `${jsdoc(`A \`${row}\` of which TypeScript knows what is known together.`)}\nexport type ${evidence} = ${all}`,
  ]
}

/**
 * TypeScript multiplies the cases of unions that are intersected, and looks at all products for each use of a row: with 16
 * of them a use takes several times as long to check as one of an interface, with 64 some forty times.
 */
const maxProducts = 16

/** The first unions that have few combinations of cases. */
const withinProducts = <T extends { readonly group: EvidenceGroup }>(unions: readonly T[]): readonly T[] => {
  let products = 1
  return unions.filter(({ group }) => {
    if (products * group.cases.length > maxProducts) return false
    products *= group.cases.length
    return true
  })
}

const groupDoc = ({ by, cases }: EvidenceGroup): string => {
  const [first = []] = cases
  const told = first.slice(by.length).map(({ name }) => `\`${name}\``)
  const columns = by.map((name) => `\`${name}\``).join(' and ')
  return `What ${columns} ${by.length > 1 ? 'tell' : 'tells'} of ${told.join(', ')}.`
}
