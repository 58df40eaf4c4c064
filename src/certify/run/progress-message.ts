/** What the audit schema says while it works, at a level that a session has to ask for. */
export interface ProgressMessage {
  /** The gate that begins. */
  readonly gate?: string
  /** How many days are going to be hashed. */
  readonly hashing?: number
  /** A day that is done. */
  readonly day?: string
  readonly state?: 'new' | 'unchanged' | 'drifted'
  readonly rows?: number
  readonly added?: number | null
  readonly removed?: number | null
  readonly restated?: number | null
}

const MARK = 'fusion: '

/** Reads a notice of the server; undefined when it is somebody else's. */
export function progressMessage(notice: string): ProgressMessage | undefined {
  if (!notice.startsWith(MARK)) return undefined
  try {
    return JSON.parse(notice.slice(MARK.length)) as ProgressMessage
  } catch {
    return undefined
  }
}
