/** Subject of a report. Names are quoted as in SQL. */
export interface Subject {
  readonly entrypoint: string
  /** All entrypoints of the report: one, or several for a report on the whole project. */
  readonly entrypoints: readonly string[]
  readonly aliases: readonly string[]
  /** The server, for people. */
  readonly server: string
}
