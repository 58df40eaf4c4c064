import { jsonGate } from '../certification/json-certificate.js'
import type { Act } from './act.js'

/** An act in the form of `--format json`. */
export function jsonAct({ title, statements, outcome }: Act): object {
  if (outcome.kind !== 'certification') return { title, statements, outcome }
  const { event, verdict } = outcome.run
  const { status, gates } = event
  return {
    title,
    statements,
    outcome: { kind: outcome.kind, status, gates: gates.map(jsonGate), expiresAt: verdict.expiresAt },
  }
}
