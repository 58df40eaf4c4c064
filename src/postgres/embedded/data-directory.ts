/** A Postgres data directory in memory. Paths are relative to it, with forward slashes. */
export interface DataDirectory {
  /** Parents come before children. */
  readonly folders: readonly string[]
  readonly files: readonly DataFile[]
}

export interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}
