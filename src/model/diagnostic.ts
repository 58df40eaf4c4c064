import type { DiagnosticCode } from './diagnostics/registry.js'

/** Where a diagnostic points: a place in a declaration module, or a relation (and column) when no module is known. */
export interface Place {
  /** Path of the module relative to the project folder, with forward slashes. */
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  readonly relation?: string
  readonly column?: string
  /** Layer or aggregate inside `relation`, if it is in one. */
  readonly layer?: string
}

/** An expected error as a value: what is wrong, where, and what to do next. Bugs are thrown instead. */
export interface Diagnostic {
  /** Stable, `FS` and three digits; the hundreds name the stage. The registry explains them all. */
  readonly code: DiagnosticCode
  readonly place: Place
  /** One sentence: what is wrong. */
  readonly message: string
  /** One sentence: what to do. */
  readonly hint: string
  /** The SQL that it is about, on one line; absent where the place is enough. */
  readonly excerpt?: string
}

/** Carries diagnostics through code that cannot go on; the command line prints them and exits. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map((d) => `${d.code} ${d.message}`).join('\n'), options)
    this.name = 'DiagnosticError'
    this.diagnostics = diagnostics
  }
}

/** An error with one diagnostic that has no place; `cause` is kept for debugging and not printed. */
export const diagnosticError = (
  code: DiagnosticCode,
  message: string,
  hint: string,
  cause?: unknown,
): DiagnosticError =>
  new DiagnosticError([{ code, place: {}, message, hint }], cause === undefined ? {} : { cause })
