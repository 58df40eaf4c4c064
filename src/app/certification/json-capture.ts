import type { Capture } from '../../certify/run/capture-baseline.js'
import { dataEvidence } from '../../certify/run/cert-event.js'
import { jsonDays } from './json-certificate.js'
import type { Subject } from './subject.js'

/** A definition that was accepted and is not what was accepted before. */
export interface AcceptedChange {
  readonly object: string
  readonly change: string
}

/** What of the definitions is new; undefined when they were not asked for. */
export function acceptedChanges({ definitions }: Capture): readonly AcceptedChange[] | undefined {
  if (!definitions) return undefined
  const accepted = definitions.gates[0]?.evidence['changes']
  return Array.isArray(accepted) ? (accepted as readonly AcceptedChange[]) : []
}

/** Days that have another baseline and were left with it. */
export function leftDays({ data }: Capture): number {
  const evidence = dataEvidence(data)
  return evidence && evidence.accepted !== 'all' ? evidence.drifted : 0
}

/** What `fusion baseline capture --format json` prints. */
export function jsonCapture(capture: Capture, { entrypoint, server }: Subject) {
  const data = dataEvidence(capture.data)
  return {
    outcome: leftDays(capture) > 0 ? 'drift left' : 'captured',
    entrypoint,
    server,
    days: jsonDays(data),
    drift: data?.drift ?? [],
    baseline: data?.accepted ?? 'none',
    definitions: acceptedChanges(capture) ?? null,
    events: [capture.definitions?.id, capture.data.id].filter((id) => id !== undefined),
  }
}
