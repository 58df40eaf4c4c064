import { type CertGate, dataEvidence, type DataEvidence } from '../../certify/run/cert-event.js'
import { type CertificationRun, runCertification } from '../../certify/run/run-certification.js'
import type { Context } from '../context.js'
import { hintFor } from './gate-hints.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'
import { watchProgress } from './watch-progress.js'

export interface CertifyOptions extends DatabaseOptions {
  /** Number of latest days to compare. */
  readonly days: number
  /** Makes the checked days the new baseline if every gate passes. */
  readonly updateBaselines: boolean
}

const LEFT = 'nothing was written, and the previous verdict remains'

/** Makes the database run the gates. */
export function certify(
  { days, updateBaselines, ...options }: CertifyOptions,
  context: Context,
): Promise<TaskResult<CertificationRun>> {
  return runTask(
    {
      of: 'audit',
      left: LEFT,
      messages: {
        canceled: `Canceled: ${LEFT}.`,
        done: 'The run finished before it could be canceled; fusion status shows its verdict.',
      },
      prepare: prepareCompiled,
      work(session, certification, _, progress) {
        // Another run on the same entrypoint finishes first.
        progress.step('waiting for the entrypoint')
        session.onNotice(watchProgress(progress, 'certifying'))
        return runCertification(session, certification, { days, update: updateBaselines })
      },
      json: jsonCertificate,
      grade: ({ event }) => (event.status === 'CERTIFIED' ? 'ok' : 'found'),
    },
    options,
    context,
  )
}

/** A gate in the JSON format. */
export const jsonGate = ({ gate, passed, codes, duration_ms: milliseconds, evidence }: CertGate) => ({
  gate,
  passed: passed ?? null,
  codes: codes ?? [],
  milliseconds: milliseconds ?? null,
  summary: evidence.summary ?? null,
  evidence,
})

/** Numbers of checked days; null if none were checked. */
export const jsonDays = (data: DataEvidence | undefined) =>
  data
    ? { checked: data.days, new: data.new, unchanged: data.unchanged, drifted: data.drifted, rows: data.rows }
    : null

/** All codes of failed gates, without duplicates. */
export const codesOf = ({ event }: CertificationRun): readonly string[] => [
  ...new Set(event.gates.flatMap(({ codes }) => codes ?? [])),
]

/** JSON output of `fusion certify`. */
export function jsonCertificate(run: CertificationRun, { entrypoint, aliases, server }: Subject) {
  const { event, verdict } = run
  const data = dataEvidence(event)
  return {
    outcome: event.status === 'CERTIFIED' ? 'certified' : 'failed',
    entrypoint,
    aliases,
    server,
    event: event.id,
    startedAt: event.startedAt,
    finishedAt: event.finishedAt,
    certifiedAt: verdict.certifiedAt,
    expiresAt: event.status === 'CERTIFIED' ? verdict.expiresAt : null,
    parameters: event.parameters,
    gates: event.gates.map(jsonGate),
    days: jsonDays(data),
    drift: data?.drift ?? [],
    baseline: data?.accepted ?? 'none',
    hints: codesOf(run).map((code) => ({ code, hint: hintFor(code) })),
  }
}
