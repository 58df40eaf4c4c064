/**
 * Result of a use case. `ok`: done, and nothing is wrong. `found`: done, and something was found, such as a difference.
 * `failed`: could not be done. The command line maps it to an exit code.
 */
export type Grade = 'ok' | 'found' | 'failed'

const ORDER: readonly Grade[] = ['ok', 'found', 'failed']

/** The worst of the grades; `ok` if there are none. */
export const worstOf = (grades: readonly Grade[]): Grade =>
  ORDER.findLast((grade) => grades.includes(grade)) ?? 'ok'
