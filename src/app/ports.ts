/** Reports progress. The command line prints it; a program may pass its own implementation or none. */
export interface Progress {
  /**
   * Begins a step. It ends when the next one begins.
   *
   * @param lasting written to a log even if it was short.
   */
  step(label: string, lasting?: boolean): void
  /** Progress within the step. A terminal shows this label instead of the step's; a log gets the line, if any. */
  update(label: string, line?: string): void
  /** A permanent line. */
  note(line: string): void
  /** Ends the last step and cleans up. */
  end(): void
}

const nothing = (): void => undefined

/** Progress that is not reported. */
export const silent: Progress = { step: nothing, update: nothing, note: nothing, end: nothing }
