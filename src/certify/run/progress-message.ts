/** Progress of the audit schema. Sent as a notice at a level that a session must request. */
export interface ProgressMessage {
  /** The gate that begins. */
  readonly gate?: string
  /** Number of days that will be hashed. */
  readonly hashing?: number
  /** A day that was hashed. */
  readonly day?: string
  readonly state?: 'new' | 'unchanged' | 'drifted'
  readonly rows?: number
  readonly added?: number | null
  readonly removed?: number | null
  readonly restated?: number | null
}

const MARK = 'fusion: '

/** Parses a notice of the server; undefined when it is not a progress message. */
export function progressMessage(notice: string): ProgressMessage | undefined {
  if (!notice.startsWith(MARK)) return undefined
  try {
    return JSON.parse(notice.slice(MARK.length)) as ProgressMessage
  } catch {
    return undefined
  }
}
