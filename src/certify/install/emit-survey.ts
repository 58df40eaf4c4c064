import type { CompiledCertification } from '../../model/certification.js'
import { dollarQuoted } from '../../model/dollar-quote.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { determinismRulesSql } from './determinism-rules-sql.js'
import { listRoutines } from './routines.js'
import { frameworkParts, gateParts, type ReadPart } from './sql-files.js'
import { contractFunction } from './sql-text.js'

/** A public function, whose name another system may have too. Argument types are as `format_type` writes them. */
interface PublicFunction {
  readonly name: string
  readonly types: readonly string[]
  readonly required: number
  readonly result: string
}

/** The functions that guarded views, the runbook and other systems call. */
const publicFunctions: readonly PublicFunction[] = [
  { name: 'require_certified', types: ['text', 'interval'], required: 1, result: 'boolean' },
  { name: 'require_certified_strict', types: ['text', 'interval'], required: 2, result: 'boolean' },
  { name: 'dataset_sha256', types: ['regclass', 'date', 'integer'], required: 2, result: 'text' },
  { name: 'assert_viewdef_baseline', types: ['text'], required: 1, result: 'integer' },
]

/** Types as `regprocedure` writes them. */
const standardTypes = (signature: string): string =>
  signature
    .replaceAll(/\bint\b/g, 'integer')
    .replaceAll(/\btimestamptz\b/g, 'timestamp with time zone')
    .replaceAll(/, /g, ',')

/** Tables of this system, with columns that identify them. `isNew`: an earlier version did not have the table. */
const ownTables = [
  { name: 't0_entrypoint', columns: ['entrypoint', 't0_column', 'contract', 'runner'], isNew: false },
  { name: 't0_cert_event', columns: ['event_id', 'entrypoint', 'kind', 'gates'], isNew: false },
  { name: 't0_cert_seal', columns: ['entrypoint', 'class_id', 'object_id', 'fingerprint'], isNew: false },
  { name: 't0_installed', columns: ['kind', 'name', 'detail'], isNew: true },
  { name: 't0_verdict', columns: ['entrypoint', 'certified_entrypoint', 'event_id'], isNew: true },
  { name: 't0_definition_server', columns: ['entrypoint', 'object_fqn', 'server_version'], isNew: true },
  { name: 't0_day_rows', columns: ['entrypoint', 't0_day', 'row_digests'], isNew: true },
  { name: 't0_replaced', columns: ['relation', 'row_key', 'before'], isNew: true },
]

/** Tables of this system, in the order in which they can be dropped. */
export const OWN_TABLES: readonly string[] = ownTables.map(({ name }) => name)

/**
 * What an installation creates, in the form that the survey query takes.
 *
 * @param certifications of the project.
 */
export function surveyQuestion(certifications: readonly CompiledCertification[], read: ReadPart): object {
  const parts = [...frameworkParts, ...gateParts].map(read)
  const internal = [...parts, determinismRulesSql].flatMap(listRoutines)
  const isPublic = (name: string): boolean => publicFunctions.some((known) => known.name === name)
  return {
    internal: [
      ...internal
        .filter(({ name }) => !isPublic(name))
        .map(({ name, signature, fewest, most }) => ({
          name,
          signature: standardTypes(signature),
          fewest,
          most,
        })),
      ...certifications.map((certified) => ({
        name: contractFunction(certified),
        signature: '',
        fewest: 0,
        most: 0,
      })),
    ],
    public: publicFunctions,
    runners: certifications.map(({ procedure }) => procedure),
    tables: ownTables.map(({ name, columns, isNew }) => ({ name, columns, is_new: isNew })),
  }
}

/** The statement that stops an installation before its first change when another system's objects are in the way. */
export function preflight(certifications: readonly CompiledCertification[], read: ReadPart): string {
  const wanted = quoteLiteral(JSON.stringify(surveyQuestion(certifications, read)))
  const values: Readonly<Record<string, string>> = {
    ':wanted': wanted,
    ':survey': read('survey/survey').trim().replaceAll('$1::jsonb', 'v_wanted'),
    ':tables': read('survey/tables').trim(),
  }
  const body = read('survey/preflight')
    .trim()
    .replaceAll(/:(?:wanted|survey|tables)\b/g, (name) => values[name] ?? name)
  return `DO ${dollarQuoted('preflight', body)};`
}
