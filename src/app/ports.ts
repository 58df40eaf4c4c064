/** Tells a person how far the work is. The command line draws it; a program may pass one of its own, or none. */
export interface Progress {
  /**
   * Begins a step; it ends with the next one.
   *
   * @param lasting is written to a log however short it was.
   */
  step(label: string, lasting?: boolean): void
  /** How far the step is. A terminal shows the label in place of the step's; a log gets the line, if there is one. */
  update(label: string, line?: string): void
  /** A line that stays. */
  note(line: string): void
  /** Ends the last step and cleans up. */
  end(): void
}

const nothing = (): void => undefined

/** Progress that nobody sees. */
export const silent: Progress = { step: nothing, update: nothing, note: nothing, end: nothing }
