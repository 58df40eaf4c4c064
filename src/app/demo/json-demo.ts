import { jsonGate } from '../certification/certify.js'
import type { Act } from './acts.js'
import type { Demo } from './demo.js'
import type { DemoResult } from './run-demo.js'

/** An act in the JSON output. */
function jsonAct({ title, statements, outcome }: Act) {
  if (outcome.kind !== 'certification') return { title, statements, outcome }
  const { event, verdict } = outcome.run
  const { status, gates } = event
  return {
    title,
    statements,
    outcome: { kind: outcome.kind, status, gates: gates.map(jsonGate), expiresAt: verdict.expiresAt },
  }
}

/** A result in the JSON output. Rows are objects by column. */
const jsonResult = ({ columns, rows, ...result }: DemoResult) => ({
  ...result,
  rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]))),
})

/** JSON output of `fusion demo`. If there are several certifications, each act names its entrypoint. */
export const jsonDemo = ({ server, queries, certifications }: Demo) => ({
  format: 1 as const,
  server: server.description,
  queries: queries.map(jsonResult),
  certification:
    certifications.length === 0
      ? null
      : certifications.flatMap(({ entrypoint, acts }) =>
          acts.map((act) => ({ ...(certifications.length > 1 && { entrypoint }), ...jsonAct(act) })),
        ),
})
