import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'
import { type CertEvent, readEvents } from './cert-event.js'
import { anotherEntrypoint } from './database-diagnostic.js'
import { inTransaction } from './in-transaction.js'
import { readVerdicts, type Verdict } from './verdicts.js'

export interface CertificationSettings {
  /** Number of latest days whose data are compared with their captured hashes. */
  readonly days: number
  /** Captures the checked days as they are now, unless a gate fails. */
  readonly update: boolean
}

export interface CertificationRun {
  readonly event: CertEvent
  readonly verdict: Verdict
}

/** The latest event of an entrypoint, and its current verdict. */
export async function latestRun(
  session: Session,
  { entrypoint }: CompiledCertification,
): Promise<CertificationRun | undefined> {
  const name = quoteRelation(entrypoint)
  const [event] = await readEvents(session, name, 1)
  const [verdict] = await readVerdicts(session, [name])
  return event && verdict && { event, verdict }
}

/** Certifies an entrypoint in the database, and returns what the database recorded about the run. */
export async function runCertification(
  session: Session,
  certification: CompiledCertification,
  { days, update }: CertificationSettings,
): Promise<CertificationRun> {
  const procedure = `audit.${quoteIdentifier(certification.procedure)}`
  return await inTransaction(session, async () => {
    await session.exec('SET LOCAL client_min_messages = debug1')
    const before = await latestRun(session, certification)
    await session.query(`CALL ${procedure}($1::int4, $2::bool)`, [days, update])
    // Runs on an entrypoint wait for each other until commit, so the latest event is that of this run.
    const after = await latestRun(session, certification)
    if (!after || after.event.id === before?.event.id)
      throw anotherEntrypoint(procedure, quoteRelation(certification.entrypoint))
    return after
  })
}
