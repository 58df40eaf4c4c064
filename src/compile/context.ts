import type { CallSite } from '../declare/call-site.js'
import type { OperationNode } from 'kysely'
import type { Declaration } from '../declare/relation.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import type { DiagnosticCode } from '../model/diagnostics/registry.js'
import { markOf } from './nodes/mark.js'
import { sitesOf } from './places/sites-of.js'

export { splitName } from '../model/relation-name.js'

/**
 * Maps a call site to a line of the user's module.
 *
 * @param column an output column that the call selects; the line is then that of the column, if it is known.
 */
export type Locate = (site: CallSite, column?: string) => Place

/** A diagnostic as compile finds it: its place is still a call site, which only the loader can map to a line. */
export interface FoundDiagnostic {
  readonly code: DiagnosticCode
  readonly message: string
  readonly hint: string
  readonly origin: Origin
}

/** Where a piece of a declaration is, for the diagnostics found in it. */
export interface Origin {
  readonly relation: string
  readonly site: CallSite
  readonly column?: string
  /** The call of the query builder that added a node of the declaration's query. */
  readonly siteOf?: (node: OperationNode) => CallSite | undefined
  /** The node of that query. */
  readonly part?: OperationNode
  /** A column that the call names, whose line is the place. */
  readonly named?: string
}

/** The place of a node of a declaration's query. It is looked up when the diagnostic is reported. */
export const atNode = (origin: Origin, node: OperationNode, named?: string): Origin => ({
  ...origin,
  part: node,
  ...(named !== undefined && { named }),
})

/** Collects all diagnostics; one that is found twice is kept once. */
export class DiagnosticCollector {
  readonly #found = new Map<string, FoundDiagnostic>()

  add(origin: Origin, code: DiagnosticCode, message: string, hint: string): void {
    const key = [code, origin.relation, origin.column, message].join('\0')
    if (!this.#found.has(key)) this.#found.set(key, { origin, code, message, hint })
  }

  has(code: DiagnosticCode): boolean {
    return [...this.#found.values()].some((diagnostic) => diagnostic.code === code)
  }

  get isEmpty(): boolean {
    return this.#found.size === 0
  }

  toDiagnostics(locate: Locate): Diagnostic[] {
    return [...this.#found.values()].map(({ code, message, hint, origin: { relation, column, ...at } }) => ({
      code,
      message,
      hint,
      place: { ...placeOf(at, locate), relation, ...(column !== undefined && { column }) },
    }))
  }
}

function placeOf({ site, siteOf, part, named }: Omit<Origin, 'relation'>, locate: Locate): Place {
  const added = part && siteOf?.(markOf(part)?.part ?? part)
  const place = locate(added ?? site, named)
  // The call is not in a module of the user.
  return place.file === undefined && added ? locate(site) : place
}

export const originOf = (declaration: Declaration, column?: string, site?: CallSite): Origin => ({
  relation: declaration.name,
  site: site ?? declaration.site,
  ...(column !== undefined && { column }),
  ...(site === undefined &&
    'calls' in declaration && { siteOf: (node: OperationNode) => sitesOf(declaration).get(node) }),
})
