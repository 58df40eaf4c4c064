/** A value that a query takes. */
export type Parameter = string | number | boolean | null | readonly (string | null)[]

/** One connection that a read has for itself. */
export interface ReadSession {
  /** Rows as objects, of the types that the store describes. */
  rows<R>(sql: string, parameters?: readonly Parameter[]): Promise<readonly R[]>
  /** The binary COPY of a query, in pieces that end anywhere; absent where the driver has no COPY. */
  copy?(sql: string): AsyncIterable<Uint8Array>
  /** Stops what runs now. */
  cancel(): Promise<void>
  /** @param broken the connection must not be used again. */
  release(broken: boolean): void
}

/** Gives a session; called once for each read. */
export type OpenSession = () => Promise<ReadSession>
