import type { ComparedRelation, StoredStatus } from '../../../app/certification/report.js'
import { count, duration, span } from '../../../model/units.js'
import type { Colors } from './colors.js'
import { type Column, printColumns } from './columns.js'
import { HOW } from './print-refresh.js'

const right = true

const STATUS: readonly Column[] = [
  { head: 'stored relation' },
  { head: 'rows', right },
  { head: 'pending', right },
  { head: 'oldest', right },
  { head: 'refreshed', right },
  { head: 'computed' },
  { head: 'time', right },
  { head: 'problem' },
]

const ago = (seconds: number | null): string => (seconds === null ? '' : `${span(seconds)} ago`)

const number = (value: number | null): string => (value === null ? '' : String(value))

/** The states of stored relations: how far behind they are, and what their last refresh cost. */
export const printStoredStatus = (states: readonly StoredStatus[], colors: Colors, width: number): string =>
  printColumns(
    STATUS,
    states.map((state) => [
      state.relation,
      number(state.rows),
      number(state.pending),
      ago(state.oldestSeconds),
      state.refreshedAt === null ? 'never' : ago(state.refreshedSeconds),
      state.how === null ? '' : HOW[state.how],
      state.milliseconds === null ? '' : duration(state.milliseconds),
      state.problem === null ? '' : colors.red(state.problem),
    ]),
    width,
  )

const COMPARED: readonly Column[] = [
  { head: 'stored relation' },
  { head: 'view' },
  { head: 'result' },
  { head: 'compared', right },
  { head: 'missing', right },
  { head: 'surplus', right },
  { head: 'changed', right },
  { head: '' },
]

function comparedRow(item: ComparedRelation, colors: Colors): readonly string[] {
  const { relation, live, outcome } = item
  if (outcome === 'never refreshed') return [relation, live, colors.red(outcome)]
  if (outcome === 'not compared')
    return [relation, live, colors.dim(outcome), '', '', '', '', 'the role may not compare it']
  if (outcome === 'waiting')
    return [
      relation,
      live,
      colors.yellow('not compared'),
      '',
      '',
      '',
      '',
      `every row waits for a refresh: ${count(item.pending, 'pending change')}`,
    ]
  const { compared, missing, surplus, changed, pending } = item
  return [
    relation,
    live,
    outcome === 'same' ? colors.green(outcome) : colors.red(outcome),
    ...[compared, missing, surplus, changed].map(String),
    pending === null || pending === 0 ? '' : `without rows of ${count(pending, 'pending change')}`,
  ]
}

/** Stored relations compared with their views. */
export const printCompared = (items: readonly ComparedRelation[], colors: Colors, width: number): string =>
  printColumns(
    COMPARED,
    items.map((item) => comparedRow(item, colors)),
    width,
  )
