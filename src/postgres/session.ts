/** Rows as lists of values, in the order of the columns. */
export interface ResultTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** One connection to a Postgres server. Every provider gives rows as the `pg` client reads them by default. */
export interface Session {
  /** One statement. int8 and numeric come as strings, timestamps as `Date`, json parsed, bytea as `Buffer`. */
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>
  /** The same for a statement whose columns may have any names: two of one name, or one that an object cannot have. */
  table(sql: string): Promise<ResultTable>
  /** Several statements in one string, results dropped; one implicit transaction unless the text says otherwise. */
  exec(sql: string): Promise<void>
  /**
   * `COPY relation (columns) FROM STDIN` in text format, all rows or none.
   * `relation` is SQL text and quoted by the caller; `columns` are plain names and quoted here. A chunk may end anywhere.
   */
  copyIn(
    relation: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<void>
  /** Hands on what the server says beside its answers (RAISE NOTICE, RAISE DEBUG), as it comes, until the session ends. */
  onNotice(listener: (message: string, detail: string) => void): void
  /** Ends the connection. A second call does nothing. */
  close(): Promise<void>
}
