import type { ExplainedNested, Explanation } from '../../../app/explain/explanation.js'
import { breakSql } from './break-sql.js'
import { invariantBody } from './invariant-body.js'
import { block, head, type Layout, list, section, table } from './layout.js'
import { printExplainedColumn, printNestedColumn } from './print-explained-column.js'
import { printExplainedRelation } from './print-explained-relation.js'

const printLayer = (layer: ExplainedNested, layout: Layout): string =>
  [
    head({ ...layer, what: layer.kind }, layout),
    section(
      'Columns',
      table(
        ['column', 'meaning'],
        layer.columns.map(({ name, comment }) => [name, comment]),
        layout,
      ),
      layout,
    ),
    section('Invariants', invariantBody(layer.invariants, layout), layout),
    section('Reads', list(layer.reads, layout), layout),
    section('Read by', list(layer.readBy, layout), layout),
    section('Part of the views', list(layer.views, layout), layout),
    layout.sql ? section('Plain form', block(layer.plain && breakSql(layer.plain)), layout) : '',
  ].join('')

/** Prints what is known of a relation, layer or column. */
export function printExplained(explained: Explanation, layout: Layout): string {
  switch (explained.kind) {
    case 'layer column':
      return printNestedColumn(explained, layout)
    case 'column':
      return printExplainedColumn(explained, layout)
    case 'source':
    case 'view':
      return printExplainedRelation(explained, layout)
    case 'layer':
    case 'aggregate':
      return printLayer(explained, layout)
  }
}
