import { ColumnNode, type OperationNode, ReferenceNode } from 'kysely'
import type { PointInTimeDeclaration, QueryDeclaration } from '../declare/relation.js'
import { checkColumnKeys } from './check-column-keys.js'
import { checkExpression, reportUngrouped } from './check-expression.js'
import { type DiagnosticCollector, originOf } from './context.js'
import { traceColumn } from './facts/trace-column.js'
import { labelsBelow } from './labels.js'
import { tableName } from './nodes/build.js'
import { walk } from './nodes/walk.js'
import type { OutputsOf } from './scope/outputs.js'

/** Names of the inputs of a helper's layer. */
const [BASE, FACT] = ['base', 'fact']

/** Reports errors in the settings and columns of asOf, timeWindow and label, and features that read a label. */
export function checkPointInTime(
  declaration: QueryDeclaration,
  pointInTime: PointInTimeDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const { helper, columns, faults } = pointInTime
  const origin = originOf(declaration)
  for (const { message, hint } of faults) diagnostics.add(origin, 'FS188', message, hint)
  checkColumnKeys(columns, declaration, diagnostics)
  const isOfOneFact = helper === 'asOf'
  if (!isOfOneFact && Object.keys(columns).length === 0) {
    const hint =
      'Return columns, each with an aggregate over the facts: { n: column("Facts.", countRows()) }.'
    diagnostics.add(origin, 'FS188', `${helper} "${declaration.name}" computes no columns`, hint)
  }
  for (const [name, { node, site }] of Object.entries(columns)) {
    const at = originOf(declaration, name, site)
    checkExpression(node, { columns: undefined, aggregates: !isOfOneFact }, at, diagnostics)
    if (!isOfOneFact) reportUngrouped(node, at, diagnostics, BASE)
  }
  if (faults.length === 0) checkTimes(declaration, pointInTime, diagnostics, outputsOf)
  if (helper !== 'label') checkFeatures(declaration, pointInTime, diagnostics, outputsOf)
}

const ZONED = 'timestamp with time zone'
const TIMES: readonly (string | undefined)[] = [ZONED, 'timestamp', 'date']

/**
 * A time with a zone and one without are compared by the time zone of the session. Types are known of columns that come
 * from a source unchanged; of any other, the analysis reports it where the store is certified.
 */
function checkTimes(
  declaration: QueryDeclaration,
  { times }: PointInTimeDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const typed = Object.entries(times).flatMap(([setting, [input, column]]) => {
    const relation = declaration.inputs[input]
    const traced = relation && traceColumn(relation, column, outputsOf)
    const type = traced && !('why' in traced) ? traced.comparable : undefined
    return type !== undefined && TIMES.includes(type) ? [{ setting, type }] : []
  })
  const zoned = typed.find(({ type }) => type === ZONED)
  const other = typed.find(({ type }) => type !== ZONED)
  if (!zoned || !other) return
  diagnostics.add(
    originOf(declaration),
    'FS188',
    `${zoned.setting} is a ${ZONED} and ${other.setting} a ${other.type}, so they are compared in the time zone of the session`,
    'Convert one of them in a layer, with a time zone that is named: AT TIME ZONE, or dayOf.',
  )
}

/** A feature of facts that a label is among, or that a label of the left row chooses, is a label itself. */
function checkFeatures(
  declaration: QueryDeclaration,
  { helper, columns, leftColumns }: PointInTimeDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const origin = originOf(declaration)
  const { [BASE]: left, [FACT]: facts } = declaration.inputs
  for (const label of labelsBelow(facts)) {
    diagnostics.add(
      origin,
      'FS189',
      `${helper} "${declaration.name}" reads the label "${label.name}", which is known only after T0`,
      'Read facts that a label is not among.',
    )
  }
  const labels = new Set(labelsBelow(left).flatMap(({ pointInTime }) => pointInTime?.labels ?? []))
  const ofFacts = new Set((facts && outputsOf(facts))?.map(({ name }) => name))
  const read = [...leftColumns, ...Object.values(columns).flatMap(({ node }) => leftColumnsIn(node, ofFacts))]
  for (const column of new Set(read)) {
    if (!labels.has(column)) continue
    diagnostics.add(
      origin,
      'FS189',
      `${helper} "${declaration.name}" reads "${column}" of its left row, which is a label`,
      'Use a column that is known at T0. If it only has the name of a label, rename it.',
    )
  }
}

/** The columns of the left row that an expression over the facts reads. A bare name means a column of the facts first. */
function leftColumnsIn(root: OperationNode, ofFacts: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  walk(root, (node) => {
    if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return
    const { name } = node.column.column
    const isLeft = node.table ? tableName(node.table) === BASE : !ofFacts.has(name)
    if (isLeft) found.push(name)
  })
  return found
}
