import { checkRows } from '../../certify/run/check-rows.js'
import { type CountedColumn, countValues } from '../../certify/run/count-values.js'
import { openContracts } from '../../certify/open-contracts.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import type { AnalyzedColumn } from '../../model/analyzed-project.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import { analyzeInMemory } from '../build/pipeline.js'
import type { Context } from '../context.js'
import type { DatabaseOptions } from './run-task.js'
import { runWithStored } from './stored-part.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'
import { type ComparedRelation, verifyStored } from './verify-stored.js'
import { categoriesOf, holds, sharesOf, type VerifyReport } from './verify-report.js'

const KINDS: Readonly<Record<string, CountedColumn['kind']>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
}

/** The columns that may be categories, by their base type. */
const countedColumns = (columns: readonly AnalyzedColumn[]): CountedColumn[] =>
  columns.flatMap(({ name, type }) => {
    const base = type.base ?? type
    const kind = base.schema === 'pg_catalog' ? KINDS[base.name] : undefined
    return kind ? [{ name, kind }] : []
  })

/**
 * Checks keys and invariants of a store in a database, and counts values. Compares its stored relations with their views.
 */
export function verify(
  options: DatabaseOptions,
  context: Context,
): Promise<TaskResult<VerifyReport, ComparedRelation>> {
  return runWithStored(
    {
      of: 'store',
      left: '',
      messages: { canceled: 'Canceled.', done: 'Canceled.' },
      prepare: analyzeInMemory,
      work: (session, certification, { analyzed, project }, progress) =>
        inSnapshot(session, async () => {
          const relation = displayName(certification.checked)
          const found = analyzed.relations.find((candidate) => displayName(candidate) === relation)
          const open = openContracts(certification, project.contracts, analyzed.invariants)
          progress.step('checking keys and invariants')
          const check = await checkRows(session, certification, open)
          progress.step('counting values')
          const columns = countedColumns(found?.columns ?? [])
          const values = await countValues(session, certification.checked, columns)
          return { relation: quoteRelation(certification.checked), key: certification.key, check, values }
        }),
      json: jsonVerify,
      grade: (report) => (holds(report) ? 'ok' : 'found'),
    },
    verifyStored,
    options,
    context,
  )
}

/** JSON output of `fusion verify`. */
export function jsonVerify(report: VerifyReport, { entrypoint, server }: Subject) {
  const { relation, key, check } = report
  return {
    outcome: holds(report) ? 'passed' : 'failed',
    entrypoint,
    relation,
    server,
    rows: check.rows,
    duplicates: {
      keys: check.duplicateKeys,
      examples: check.duplicates.map(({ key: values, rows }) => ({
        key: Object.fromEntries(key.map((column, at) => [column, values[at] ?? null])),
        rows,
      })),
    },
    nullKeys: check.nullKeys,
    invariants: check.invariants,
    shares: sharesOf(report),
    values: categoriesOf(report).map(({ name, kind, values }) => ({ column: name, type: kind, values })),
  }
}
