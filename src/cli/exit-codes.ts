/** What the process tells its caller. */
export const EXIT = {
  /** Done; nothing differs. */
  ok: 0,
  /** `build`: the project has faults. `check`: something differs. */
  found: 1,
  /** It could not be done or not be checked: wrong usage, I/O, a database that is not there, a bug. */
  failed: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
