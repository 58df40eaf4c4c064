import type { Session } from '../../postgres/session.js'
import { ownSql } from '../../postgres/own-sql.js'

/** A day whose rows differ from those that were captured. */
export interface DriftedDay {
  readonly day: string
  /** Current rows of the day. */
  readonly rows: number
  readonly added: number
  readonly removed: number
  readonly restated: number
}

/** How many days were compared with their captured hashes, and the result. */
export interface DataEvidence {
  readonly days: number
  readonly new: number
  readonly unchanged: number
  readonly drifted: number
  readonly rows: number
  readonly drift: readonly DriftedDay[]
  /** Which days were captured as they are now. */
  readonly accepted: 'none' | 'new' | 'all'
}

/** A gate of an event, as the audit schema recorded it. */
export interface CertGate {
  readonly gate: string
  /** Absent if the event has no verdict, as in a capture. */
  readonly passed?: boolean
  readonly codes?: readonly string[]
  readonly duration_ms?: number
  readonly evidence: { readonly summary?: string } & Readonly<Record<string, unknown>>
}

/** An event in the history of certification. Times are ISO, UTC, to the second. */
export interface CertEvent {
  readonly id: number
  readonly kind: 'certification' | 'definitions' | 'dataset'
  readonly status: 'CERTIFIED' | 'FAILED' | 'CAPTURED'
  readonly startedAt: string
  readonly finishedAt: string
  readonly serverVersion: string
  readonly sessionUser: string
  readonly role: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly gates: readonly CertGate[]
  readonly notes: string
}

/** The latest events of an entrypoint, by its name as SQL writes it; newest first. */
export async function readEvents(
  session: Session,
  entrypoint: string,
  most: number,
): Promise<readonly CertEvent[]> {
  const rows = await session.query<Omit<CertEvent, 'id'> & { readonly id: string }>(
    ownSql('certify/run/sql/events'),
    [entrypoint, most],
  )
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

/** The data evidence of an event; undefined when gate C did not run. */
export function dataEvidence({ gates }: CertEvent): DataEvidence | undefined {
  const evidence = gates.find(({ gate }) => gate === 'C')?.evidence
  return isDataEvidence(evidence) ? evidence : undefined
}

const isDataEvidence = (evidence: unknown): evidence is DataEvidence =>
  typeof evidence === 'object' && evidence !== null && 'days' in evidence && 'drift' in evidence
