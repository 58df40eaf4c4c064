import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CompiledView } from '../model/compiled-project.js'
import type { Probes } from './compile-probes.js'
import type { Visits } from './compile-visits.js'
import { DiagnosticCollector } from './context.js'
import type { Linked } from './link-references.js'
import { createLower } from './lower/create-lowering.js'
import { createOutputsOf } from './scope/outputs.js'

/**
 * What was made of declarations, for a project that is compiled again. A declaration never changes, so one that is the same
 * object as before is the same. After a mistake it is of no use: what was found of a declaration is reported once.
 */
export interface Kept {
  readonly collector: DiagnosticCollector
  readonly outputsOf: ReturnType<typeof createOutputsOf>
  readonly lowerer: ReturnType<typeof createLower>
  /** Declarations without a mistake. */
  readonly checked: WeakSet<Declaration>
  readonly views: WeakMap<QueryDeclaration, CompiledView>
  /** Layers without a mistake. */
  readonly layers: WeakSet<QueryDeclaration>
  readonly probes: Probes
  readonly visits: Visits
  readonly linked: Linked
}

export function nothingKept(): Kept {
  const collector = new DiagnosticCollector()
  const outputsOf = createOutputsOf()
  const lowerer = createLower(collector, outputsOf)
  return {
    collector,
    outputsOf,
    lowerer,
    checked: new WeakSet(),
    views: new WeakMap(),
    layers: new WeakSet(),
    visits: new WeakMap(),
    probes: new WeakMap(),
    linked: new WeakMap(),
  }
}
