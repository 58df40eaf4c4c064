/** The little that resolving needs of an embedded Postgres. Every column it asks for is text, so no parser matters. */
export interface ResolveSession {
  query<R>(sql: string): Promise<R[]>
  /** Runs statements separated by semicolons; as one transaction, as Postgres's simple protocol does. */
  exec(sql: string): Promise<void>
}

/** One that hands on what Postgres says beside its answers. */
export interface LoggingSession extends ResolveSession {
  /** Calls the listener until the session ends. */
  onNotice(listener: (message: string, detail: string) => void): void
}
