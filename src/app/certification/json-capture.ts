import type { Capture } from '../../certify/run/capture-days.js'
import { dataEvidence } from '../../certify/run/cert-event.js'
import { jsonDays } from './json-certificate.js'
import { acceptedChanges, leftDays } from '../../cli/report/text/print-capture.js'
import type { Subject } from './subject.js'

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
