/**
 * How a use case ended: `ok`: nothing is wrong. `found`: it was done and found something, such as a difference. `failed`:
 * it could not be done. The command line makes its exit code of it.
 */
export type Grade = 'ok' | 'found' | 'failed'

const ORDER: readonly Grade[] = ['ok', 'found', 'failed']

/** The worst of them; `ok` when there are none. */
export const worstOf = (grades: readonly Grade[]): Grade =>
  ORDER.findLast((grade) => grades.includes(grade)) ?? 'ok'
