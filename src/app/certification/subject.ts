/** What a report is about; names as SQL writes them. */
export interface Subject {
  readonly entrypoint: string
  /** All that the report is about: just the one, but for a report on the whole project. */
  readonly entrypoints: readonly string[]
  readonly aliases: readonly string[]
  /** The server, for people. */
  readonly server: string
}
