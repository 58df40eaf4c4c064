import type { AnalyzedColumn, AnalyzedRelation } from '../model/analyzed-project.js'
import type { CompiledFeatureList, ReaderSettings } from '../model/compiled-project.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { readerType } from '../model/reader-type.js'
import { displayName } from '../model/relation-name.js'
import { jsdoc } from './comment-text.js'
import { memberName } from './member-name.js'
import { featureListNames } from './store-names.js'
import { stringifyJson } from './stringify-json.js'
import { valueType } from './value-type.js'

/** The guarded view and the table that it is joined to, as trainers call them. */
const [STORE, BASE] = ['df', 'base']

const isBoolean = ({ type }: AnalyzedColumn): boolean => (type.base ?? type).name === 'bool'

/** With NULL: where the store has no row of the key, nothing is known. */
const memberType = (column: AnalyzedColumn, reader: ReaderSettings): string =>
  `${isBoolean(column) ? '0 | 1' : valueType(column.values, readerType(column.type, reader))} | null`

/** A list of features as the text of its row type and of a constant with its SQL. */
export function featureListText(
  list: CompiledFeatureList,
  { columns: all }: AnalyzedRelation,
  key: readonly string[],
  reader: ReaderSettings,
): string {
  const { name, version, prefix, columns, relation } = list
  const { type: title, constant } = featureListNames(list)
  const found = columns.flatMap((wanted) => all.find((column) => column.name === wanted) ?? [])
  const features = found.map((column) => ({
    name: `${prefix}${column.name}`,
    column: column.name,
    type: isBoolean(column) ? 'integer' : column.type.sql,
    source: column,
  }))
  const item = ({ name: feature, source }: (typeof features)[number]): string =>
    `${STORE}.${quoteIdentifier(source.name)}${isBoolean(source) ? '::integer' : ''} AS ${quoteIdentifier(feature)}`
  const on = key.map((part) => `${STORE}.${quoteIdentifier(part)} = ${BASE}.${quoteIdentifier(part)}`)
  const described = {
    name,
    version,
    relation: quoteRelation(relation),
    key,
    features: features.map(({ name: feature, column, type }) => ({ name: feature, column, type })),
    select: features.map(item).join(', '),
    join: `LEFT JOIN ${quoteRelation(relation)} AS ${STORE} ON ${on.join(' AND ')}`,
  }
  const members = features.map(
    ({ name: feature, source }) =>
      `${jsdoc(source.comment, '  ')}\n  readonly ${memberName(feature)}: ${memberType(source, reader)}`,
  )
  const doc = `The features \`${name}\`, version ${version}, of \`${displayName(relation)}\` after a LEFT JOIN. NULL is unknown, also where the store has no row; it is not 0.`
  return [
    `${jsdoc(doc)}\nexport interface ${title} {\n${members.join('\n')}\n}`,
    `${jsdoc(`Selects {@link ${title}} beside a table \`${BASE}\` with the key.`)}\nexport const ${constant} = ${stringifyJson(described)} as const`,
  ].join('\n\n')
}
