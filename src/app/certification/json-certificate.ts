import { type CertGate, type DataEvidence, dataEvidence } from '../../certify/run/cert-event.js'
import type { CertificationRun } from '../../certify/run/run-certification.js'
import { hintFor } from './gate-hints.js'
import type { Subject } from './subject.js'

/** A gate, by the names of this form. */
export const jsonGate = ({ gate, passed, codes, duration_ms: milliseconds, evidence }: CertGate) => ({
  gate,
  passed: passed ?? null,
  codes: codes ?? [],
  milliseconds: milliseconds ?? null,
  summary: evidence.summary ?? null,
  evidence,
})

/** How many days were looked at; null when none were. */
export const jsonDays = (data: DataEvidence | undefined) =>
  data
    ? { checked: data.days, new: data.new, unchanged: data.unchanged, drifted: data.drifted, rows: data.rows }
    : null

/** Codes of what was found, each once. */
export const codesOf = ({ event }: CertificationRun): readonly string[] => [
  ...new Set(event.gates.flatMap(({ codes }) => codes ?? [])),
]

/** What `fusion certify --format json` prints. */
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
