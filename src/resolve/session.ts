/** The little that resolving needs of an embedded Postgres. Every column it asks for is text, so no parser matters. */
export interface ResolveSession {
  query<R>(sql: string): Promise<R[]>
  /** Runs statements separated by semicolons; as one transaction, as Postgres's simple protocol does. */
  exec(sql: string): Promise<void>
}
