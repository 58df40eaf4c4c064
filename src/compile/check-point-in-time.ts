import { ColumnNode, type OperationNode, ReferenceNode } from 'kysely'
import type { PointInTimeDeclaration, QueryDeclaration } from '../declare/relation.js'
import { checkColumnKeys } from './check-column-keys.js'
import { checkExpression, reportUngrouped } from './check-expression.js'
import { type DiagnosticCollector, originOf } from './context.js'
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
  if (helper !== 'label') checkFeatures(declaration, pointInTime, diagnostics, outputsOf)
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
