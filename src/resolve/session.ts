/** The part of a session that resolving needs. All columns are selected as text, so parsers do not matter. */
export interface ResolveSession {
  query<R>(sql: string): Promise<R[]>
  /** Runs statements separated by semicolons in one transaction, as Postgres's simple protocol does. */
  exec(sql: string): Promise<void>
}

/** A session that passes on the notices of Postgres. */
export interface LoggingSession extends ResolveSession {
  /** Calls the listener until the session ends. */
  onNotice(listener: (message: string, detail: string) => void): void
}
