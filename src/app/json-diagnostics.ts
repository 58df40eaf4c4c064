import type { Diagnostic } from '../model/diagnostic.js'

/** A diagnostic in the JSON output. Unknown values are null. */
export interface JsonDiagnostic {
  readonly code: string
  readonly file: string | null
  readonly line: number | null
  readonly relation: string | null
  readonly column: string | null
  /** Layer or aggregate inside the relation that contains the place. */
  readonly layer: string | null
  readonly message: string
  readonly hint: string
  /** The SQL in question, on one line. */
  readonly excerpt: string | null
}

export const jsonDiagnostics = (diagnostics: readonly Diagnostic[]): JsonDiagnostic[] =>
  diagnostics.map(({ code, place, message, hint, excerpt }) => ({
    code,
    file: place.file ?? null,
    line: place.line ?? null,
    relation: place.relation ?? null,
    column: place.column ?? null,
    layer: place.layer ?? null,
    message,
    hint,
    excerpt: excerpt ?? null,
  }))

export const toJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
