import type { Domain } from './domain.js'
import type { Term } from './terms.js'

/** What is known of terms at some point of a search. */
export interface Knowledge {
  get(term: Term): Domain
  /** Leaves of a term what is also in a domain. */
  narrow(term: Term, to: Domain): void
}
