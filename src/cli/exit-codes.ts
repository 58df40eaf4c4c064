/** Exit codes of the process. */
export const EXIT = {
  /** Done; nothing differs. */
  ok: 0,
  /** `build`: the project has errors. `check`: something differs. */
  found: 1,
  /** The command could not finish: wrong usage, I/O error, unreachable database, bug. */
  failed: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
