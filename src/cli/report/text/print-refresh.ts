import type { RefreshReport, RelationOutcome } from '../../../app/refresh/refresh-report.js'
import { duration } from '../../../model/units.js'
import type { Colors } from './colors.js'
import { type Column, printColumns, wrap } from './columns.js'

/** The words for how rows are computed. */
export const HOW = { whole: 'all rows', keys: 'changes' } as const

const number = (value: number | null): string => (value === null ? '' : String(value))

const right = true
const HEADS: readonly Column[] = [
  { head: 'relation' },
  { head: 'computed' },
  { head: 'changes', right },
  { head: 'inserted', right },
  { head: 'updated', right },
  { head: 'deleted', right },
  { head: 'rows', right },
  { head: 'time', right },
  { head: '' },
]

function row(one: RelationOutcome, colors: Colors): readonly string[] {
  switch (one.kind) {
    case 'refreshed': {
      const { how, changes, inserted, updated, deleted, rows, milliseconds } = one.result
      return [
        one.relation,
        HOW[how],
        number(changes),
        number(inserted),
        number(updated),
        number(deleted),
        number(rows),
        duration(milliseconds),
      ]
    }
    case 'planned': {
      const { how, why, pending, rows } = one.plan
      const after = one.after.length === 0 ? '' : `and what comes of ${one.after.join(', ')}`
      const text = [why ?? '', after].filter(Boolean).join('; ')
      return [one.relation, HOW[how], number(pending), '', '', '', number(rows), '', text]
    }
    case 'failed':
      return [one.relation, colors.red('FAILED')]
    case 'skipped':
      return [one.relation, colors.red('skipped'), '', '', '', '', '', '', `reads ${one.because.join(', ')}`]
    case 'left':
      return [one.relation, colors.red('not tried')]
  }
}

/** What was done to each stored relation, or would be. */
export function printRefresh(
  { server, relations, behind }: RefreshReport,
  colors: Colors,
  width: number,
): string {
  const isPlan = relations.some(({ kind }) => kind === 'planned')
  const pending = behind.map((one) =>
    one.pending === null
      ? `${one.relation} (does not record changes)`
      : `${one.relation} (${one.pending} recorded)`,
  )
  const blocks = [
    `${colors.dim(server)}\n`,
    printColumns(
      HEADS,
      relations.map((one) => row(one, colors)),
      width,
    ),
    isPlan ? 'Nothing was changed.\n' : '',
    pending.length === 0
      ? ''
      : `${wrap(`Relations that read these and now have changes to take up: ${pending.join(', ')}.`, width).join('\n')}\n`,
  ]
  return blocks.filter((block) => block !== '').join('\n')
}
