import type { Session } from '../../postgres/session.js'
import { askGuard, type GuardAnswer } from './ask-guard.js'
import { type CertEvent, readEvents } from './cert-event.js'
import { readVerdicts, type Verdict } from './verdicts.js'

export interface RelationStatus extends Verdict {
  /** The current answer of the guard. */
  readonly guard: GuardAnswer
}

export interface Status {
  /** The entrypoint first, then its aliases. */
  readonly relations: readonly RelationStatus[]
  /** The last run of the gates among the latest events; undefined when there was none. */
  readonly lastRun: CertEvent | undefined
  /** The latest events, newest first. */
  readonly history: readonly CertEvent[]
}

/** There are few captures between two runs. An older last run is not shown. */
const LOOK_BACK = 50

/** The status of a store in a database: its registry entries and the current answer of the guard. */
export async function readStatus(
  session: Session,
  relations: readonly string[],
  history: number,
): Promise<Status> {
  const verdicts = await readVerdicts(session, relations)
  const events = await readEvents(session, relations[0] ?? '', Math.max(history, LOOK_BACK))
  const found: RelationStatus[] = []
  for (const verdict of verdicts) found.push({ ...verdict, guard: await askGuard(session, verdict.relation) })
  return {
    relations: found,
    lastRun: events.find(({ kind }) => kind === 'certification'),
    history: events.slice(0, history),
  }
}
