import type {
  ExplainedCertification,
  ExplainedGroup,
  ExplainedRelation,
} from '../../../app/explain/explanation.js'
import { storedBody } from './stored-body.js'
import { breakSql } from './break-sql.js'
import { invariantBody } from './invariant-body.js'
import { block, head, type Layout, leakRows, list, paragraph, placeText, section, table } from './layout.js'

/** Prints what is known of a source or view. */
export function printExplainedRelation(relation: ExplainedRelation, layout: Layout): string {
  const { kind, isGuarded, layers, columns, dependsOn, closure, readBy, leaks, forms } = relation
  const what = isGuarded ? `guarded ${kind}` : relation.stored ? 'stored relation' : kind
  return [
    head({ ...relation, what }, layout),
    relation.file === null ? '' : `sql/${relation.file}\n`,
    section('Stored', relation.stored === null ? '' : storedBody(relation.stored, layout), layout),
    section('Unique by', keys(relation, layout), layout),
    section(
      `Columns (${columns.length})`,
      table(
        ['column', 'type', 'read as', 'NULL'],
        columns.map((column) => [
          column.name,
          column.type,
          column.reads,
          column.nullable ? (column.because ?? 'yes') : '',
        ]),
        layout,
      ),
      layout,
    ),
    section('Invariants', invariantBody(relation.invariants, layout), layout),
    section('Known together', relation.evidence.map((one) => group(one, layout)).join(''), layout),
    section(
      'Layers, in order of computation',
      table(
        ['layer', 'declared at', 'meaning'],
        layers.map((layer) => [layer.name, placeText(layer.place), layer.comment]),
        layout,
      ),
      layout,
    ),
    section('Reads directly', list(dependsOn, layout), layout),
    closure.length > dependsOn.length ? section('Reads in all', list(closure, layout), layout) : '',
    section('Read by', list(readBy, layout), layout),
    section('Certified', relation.certifications.map((one) => certified(one, layout)).join(''), layout),
    section(
      'Leaks',
      relation.kind === 'source'
        ? ''
        : leaks.length === 0
          ? paragraph('None: the result does not depend on the time, the session or the user.', layout, '  ')
          : table(['at', 'in', 'what'], leakRows(leaks), layout),
      layout,
    ),
    ...(layout.sql
      ? [
          ...layers.map(({ name, plain }) =>
            section(`Plain form of ${name}`, block(plain && breakSql(plain)), layout),
          ),
          section('Plain form', block(forms.plain && breakSql(forms.plain)), layout),
          section('Compiled form', block(forms.compiled), layout),
        ]
      : []),
    section('Tree', block(relation.tree), layout),
  ].join('')
}

/** What the columns of a group tell: of which columns, and where those are known. */
function group({ by, decides, narrows }: ExplainedGroup, layout: Layout): string {
  const wheres = [...new Set(decides.map(({ known }) => known))]
  const lines = wheres.map((where) => {
    const columns = decides.filter(({ known }) => known === where).map(({ column }) => column)
    return `${columns.join(', ')}: known exactly where ${where}`
  })
  const others = narrows.length > 0 ? [`${narrows.join(', ')}: fewer values`] : []
  return [
    paragraph(`${by.join(' and ')} ${by.length > 1 ? 'tell' : 'tells'} of`, layout, '  '),
    ...[...lines, ...others].map((line) => paragraph(line, layout, '    ')),
  ].join('')
}

function keys({ kind, uniqueKeys }: ExplainedRelation, layout: Layout): string {
  const how = kind === 'source' ? 'declared' : 'proven from the query'
  if (uniqueKeys.length === 0)
    return paragraph(
      kind === 'source' ? 'No key is declared.' : 'No key is proven from the query.',
      layout,
      '  ',
    )
  return uniqueKeys.map((key) => paragraph(`${key.join(', ')} (${how})`, layout, '  ')).join('')
}

function certified({ entrypoint, as, key, isProven }: ExplainedCertification, layout: Layout): string {
  const role = {
    entrypoint: 'the entrypoint',
    alias: `an alias of ${entrypoint}`,
    guarded: `guarded by the certificate of ${entrypoint}`,
    'read by the entrypoint': `as a part of ${entrypoint}`,
  }[as]
  const proof = isProven ? 'proven unique from the query' : 'not proven unique: gate B counts duplicates'
  return paragraph(key === null ? role : `${role}, key ${key.join(', ')} (${proof})`, layout, '  ')
}
