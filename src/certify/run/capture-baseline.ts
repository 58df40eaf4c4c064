import type { CompiledCertification } from '../../model/certification.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'
import { type CertEvent, readEvents } from './cert-event.js'
import { inTransaction } from './transaction.js'

export interface CaptureSettings {
  readonly days: number
  /** Takes days over that have another baseline. */
  readonly replace: boolean
  /** Accepts the definitions too. */
  readonly definitions: boolean
}

export interface Capture {
  readonly data: CertEvent
  readonly definitions: CertEvent | undefined
}

/** Has the database take the baseline of its data, and of the definitions when that is asked for: both or neither. */
export async function captureBaseline(
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
