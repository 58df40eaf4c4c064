import type { CallSite } from '../declare/call-site.js'
import type { Declaration } from '../declare/relation.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'

export { splitName } from '../model/relation-name.js'

/**
 * Maps a call site to a line of the user's module.
 *
 * @param column an output column that the call selects; the line is then that of the column, if it can be told.
 */
export type Locate = (site: CallSite, column?: string) => Place

/** A fault as compile finds it: its place is still a call site, which only the edge can map to a line. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly site: CallSite
  readonly relation: string
  readonly column?: string
}

/** Where a piece of a declaration stands, for the faults found in it. */
export interface Origin {
  readonly relation: string
  readonly site: CallSite
  readonly column?: string
}

/** Collects all faults; one that is found on two ways is kept once. */
export class Faults {
  readonly #found = new Map<string, Fault>()

  add(origin: Origin, code: string, message: string, hint: string): void {
    const key = [code, origin.relation, origin.column, message].join('\0')
    if (!this.#found.has(key)) this.#found.set(key, { ...origin, code, message, hint })
  }

  get isEmpty(): boolean {
    return this.#found.size === 0
  }

  toDiagnostics(locate: Locate): Diagnostic[] {
    return [...this.#found.values()].map(({ code, message, hint, site, relation, column }) => ({
      code,
      message,
      hint,
      place: { ...locate(site), relation, ...(column !== undefined && { column }) },
    }))
  }
}

export const originOf = (declaration: Declaration, column?: string, site?: CallSite): Origin => ({
  relation: declaration.name,
  site: site ?? declaration.site,
  ...(column !== undefined && { column }),
})
