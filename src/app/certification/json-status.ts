import type { CertEvent } from '../../certify/run/cert-event.js'
import type { Status } from '../../certify/run/read-status.js'
import { jsonGate } from './json-certificate.js'
import type { Subject } from './subject.js'

const jsonEvent = (event: CertEvent) => ({ ...event, gates: event.gates.map(jsonGate) })

/** What `fusion status --format json` prints. */
export const jsonStatus = ({ relations, lastRun, history }: Status, { entrypoint, server }: Subject) => ({
  outcome: relations[0]?.guard.open ? 'open' : 'closed',
  entrypoint,
  server,
  relations,
  lastRun: lastRun ? jsonEvent(lastRun) : null,
  history: history.map(jsonEvent),
})
