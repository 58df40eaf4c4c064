import type { CompiledCertification } from '../../model/certification.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'
import { type CertEvent, readEvents } from './cert-event.js'
import { inTransaction } from './in-transaction.js'

export interface CaptureSettings {
  readonly days: number
  /** Also captures days again that were captured with other data. */
  readonly replace: boolean
  /** Also accepts the current definitions as the baseline. */
  readonly definitions: boolean
}

export interface Capture {
  readonly data: CertEvent
  readonly definitions: CertEvent | undefined
}

/** Captures the days of the data, and accepts the definitions when requested: both or neither. */
export async function captureDays(
  session: Session,
  { entrypoint }: CompiledCertification,
  { days, replace, definitions }: CaptureSettings,
): Promise<Capture> {
  const name = quoteRelation(entrypoint)
  return await inTransaction(session, async () => {
    await session.exec('SET LOCAL client_min_messages = debug1')
    if (definitions) await session.query('SELECT audit.capture_viewdef_baseline($1::text)', [name])
    await session.query('CALL audit.capture_dataset_baseline($1::text, $2::int4, $3::bool)', [
      name,
      days,
      replace,
    ])
    const [data, before] = await readEvents(session, name, 2)
    if (!data) throw new Error(`the capture of ${name} left no event behind`)
    return { data, definitions: definitions ? before : undefined }
  })
}
