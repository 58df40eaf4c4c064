import type { AnalyzedColumn, AnalyzedProject, AnalyzedRelation } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import { boundsText } from '../model/values-text.js'
import { oneLine, sentence } from './comment-text.js'
import { frameColumn } from './python/column-kind.js'
import { isFieldName, moduleName, type PythonNames, pythonNames } from './python/python-names.js'
import { bracketed, comment, docstring, stringLiteral, valueLiteral } from './python/python-text.js'
import { rowType } from './python/row-type.js'
import { runtimeCheck } from './python/runtime-check.js'
import { runtimeFrames } from './python/runtime-frames.js'
import { runtimeTables } from './python/runtime-tables.js'

const STEP = '    '

/** Path below the output folder. */
export const pythonPath = (project: string): string => `python/${moduleName(project)}.py`

function columnDoc(
  { comment: text, type, values, nullability }: AnalyzedColumn,
  kind: AnalyzedRelation['kind'],
): string {
  const why = nullability.nullable && kind === 'view' ? ` NULL: ${sentence(nullability.because)}` : ''
  return `${sentence(text)} \`${type.sql}\`${boundsText(values)}.${why}`
}

/** `fusion check` looks for this text to find the relation that a part of the file belongs to. */
function whatItIs(relation: AnalyzedRelation): string {
  const view = relation.stored ? 'a stored relation' : 'a view'
  return `\`${displayName(relation)}\`, ${relation.kind === 'source' ? 'a source table' : view}.`
}

function rowClass(relation: AnalyzedRelation, name: string): string {
  const doc = `${sentence(relation.comment)} ${whatItIs(relation)}`
  if (relation.columns.every((column) => isFieldName(column.name))) {
    const fields = relation.columns.map((column) => {
      const type = rowType(column, STEP, column.name.length + 2)
      return `${STEP}${column.name}: ${type}\n${docstring(columnDoc(column, relation.kind), STEP)}`
    })
    return [`class ${name}(TypedDict):`, docstring(doc, STEP), ...fields].join('\n')
  }
  const entries = relation.columns.map((column) => {
    const key = stringLiteral(column.name)
    const type = rowType(column, STEP + STEP, key.length + 3)
    const text = comment(columnDoc(column, relation.kind), STEP + STEP)
    return `${text}\n${STEP}${STEP}${key}: ${type},`
  })
  return [
    `${name} = TypedDict(`,
    `${STEP}"${name}",`,
    `${STEP}{`,
    ...entries,
    `${STEP}},`,
    ')',
    docstring(doc),
  ].join('\n')
}

function columnText(column: AnalyzedColumn): string {
  const { kind, domain, minimum, maximum, decimal } = frameColumn(column)
  const indent = STEP + STEP
  const tuple = (items: readonly string[]): string =>
    items.length === 1
      ? `(${items.join('')},)`
      : bracketed('(', items, ')', `${indent}${STEP}`, 'domain=,'.length)
  const args = [
    stringLiteral(column.name),
    stringLiteral(column.type.sql),
    stringLiteral(kind),
    `nullable=${column.nullability.nullable ? 'True' : 'False'}`,
    ...(domain === undefined ? [] : [`domain=${tuple(domain.map(valueLiteral))}`]),
    ...(minimum === undefined ? [] : [`minimum=${minimum}`]),
    ...(maximum === undefined ? [] : [`maximum=${maximum}`]),
    ...(decimal === undefined ? [] : [`decimal=(${decimal.join(', ')})`]),
  ]
  return bracketed('Column(', args, ')', indent, 1)
}

const tableText = (relation: AnalyzedRelation, name: string): string =>
  [
    `${name} = Table(`,
    `${STEP}${stringLiteral(relation.schema)},`,
    `${STEP}${stringLiteral(relation.name)},`,
    relation.columns.length === 0 ? `${STEP}(),` : `${STEP}(`,
    ...relation.columns.map((column) => `${STEP}${STEP}${columnText(column)},`),
    ...(relation.columns.length === 0 ? [] : [`${STEP}),`]),
    ')',
    docstring(`Columns of ${whatItIs(relation)}`),
  ].join('\n')

function tables(relations: readonly AnalyzedRelation[], names: readonly PythonNames[]): string {
  const entries = relations.map(
    (relation, i) => `${STEP}${stringLiteral(displayName(relation))}: ${names[i]?.table ?? ''},\n`,
  )
  const open = entries.length === 0 ? '{' : '{\n'
  return `TABLES: Mapping[str, Table] = ${open}${entries.join('')}}\n${docstring('Every relation by its name.')}`
}

/** The modules and types that the text mentions. */
function imports(text: string): string {
  const mentioned = (names: readonly string[]): readonly string[] =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  const modules = mentioned(['datetime', 'decimal', 'uuid'].map((name) => `_${name}`))
  const types = mentioned('Any Dict List Literal Mapping NoReturn Optional Tuple TypedDict Union'.split(' '))
  return [
    ...modules.map((name) => `import ${name.slice(1)} as ${name}`),
    'from dataclasses import dataclass',
    'from importlib import import_module',
    'from re import fullmatch',
    `from typing import ${types.join(', ')}`,
  ].join('\n')
}

/**
 * The Python module of a project, if its config asks for one: a `TypedDict` and a `Table` for each relation, and the code
 * that checks data frames. It needs Python 3.9 and its standard library only.
 */
export function emitPython(project: CompiledProject, { relations }: AnalyzedProject): readonly Artifact[] {
  if (project.python !== true) return []
  const names = pythonNames(relations)
  const body = [
    runtimeTables,
    runtimeFrames,
    runtimeCheck,
    ...relations.flatMap((relation, i) => [
      rowClass(relation, names[i]?.row ?? ''),
      tableText(relation, names[i]?.table ?? ''),
    ]),
    tables(relations, names),
  ].join('\n\n\n')
  const name = oneLine(project.name)
  const head = [
    comment(
      `Generated by \`fusion build\` for ${name}. Do not edit: change the declarations and build again.`,
    ),
    docstring(`Rows of ${name} as psycopg reads them, and tables that check data frames.`),
    '',
    'from __future__ import annotations',
    '',
    imports(body),
  ].join('\n')
  return [{ path: pythonPath(project.name), text: `${head}\n\n\n${body}\n` }]
}
