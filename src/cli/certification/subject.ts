/** What a report is about; names as SQL writes them. */
export interface Subject {
  readonly entrypoint: string
  readonly aliases: readonly string[]
  /** The server, for people. */
  readonly server: string
}
