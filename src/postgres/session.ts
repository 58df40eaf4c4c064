/** Rows as lists of values, in the order of the columns. */
export interface ResultTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** One connection to a Postgres server. Every provider returns rows as parsed by the `pg` client by default. */
export interface Session {
  /** Runs one statement. int8 and numeric are strings, timestamps `Date`, json is parsed, bytea a `Buffer`. */
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>
  /** Runs one statement whose columns may have duplicate names or names that an object cannot have. */
  table(sql: string): Promise<ResultTable>
  /** Runs several statements in one string without results, in an implicit transaction unless the text has its own. */
  exec(sql: string): Promise<void>
  /**
   * Runs `COPY relation (columns) FROM STDIN` in text format, all rows or none. The caller quotes `relation`; `columns` are
   * plain names, which are quoted here. A chunk may end anywhere.
   */
  copyIn(
    relation: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<void>
  /** Passes on notices of the server (RAISE NOTICE, RAISE DEBUG) until the session ends. */
  onNotice(listener: (message: string, detail: string) => void): void
  /** Ends the connection. A second call does nothing. */
  close(): Promise<void>
}
