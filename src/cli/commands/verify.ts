import { checkRows } from '../../certify/run/check-rows.js'
import { type CountedColumn, countValues } from '../../certify/run/count-values.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import type { AnalyzedColumn } from '../../model/analyzed-project.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import { jsonVerify } from '../../app/certification/json-verify.js'
import { printVerify } from '../report/text/print-verify.js'
import { type DatabaseOptions, runTask, type Task } from '../../app/certification/run-task.js'
import { verifyExitCode, type VerifyReport } from '../../app/certification/verify-report.js'
import type { ExitCode } from '../exit-codes.js'
import { type AnalyzedInMemory, analyzeInMemory } from '../../app/build/pipeline.js'
import type { Terminal } from '../terminal.js'

const KINDS: Readonly<Record<string, CountedColumn['kind']>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
}

/** The columns that may be categories, by the type at their bottom. */
const countedColumns = (columns: readonly AnalyzedColumn[]): CountedColumn[] =>
  columns.flatMap(({ name, type }) => {
    const base = type.base ?? type
    const kind = base.schema === 'pg_catalog' ? KINDS[base.name] : undefined
    return kind ? [{ name, kind }] : []
  })

/** `fusion verify`: counts what is promised of the rows of a store, and what they hold. */
export function verify(options: DatabaseOptions, terminal: Terminal): Promise<ExitCode> {
  const task: Task<AnalyzedInMemory, VerifyReport> = {
    of: 'store',
    left: '',
    words: { canceled: 'Canceled.', done: 'Canceled.' },
    prepare: (context) => analyzeInMemory({ ...context, env: terminal.env, compiler: fingerprintCompiler() }),
    work: (session, certification, { analyzed }, progress) =>
      inSnapshot(session, async () => {
        const relation = displayName(certification.checked)
        const found = analyzed.relations.find((candidate) => displayName(candidate) === relation)
        progress.step('checking keys and invariants')
        const check = await checkRows(session, certification)
        progress.step('counting values')
        const columns = countedColumns(found?.columns ?? [])
        const values = await countValues(session, certification.checked, columns)
        return { relation: quoteRelation(certification.checked), key: certification.key, check, values }
      }),
    json: jsonVerify,
    print: printVerify,
    exitCode: verifyExitCode,
  }
  return runTask(task, options, terminal)
}
