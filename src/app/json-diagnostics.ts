import type { Diagnostic } from '../model/diagnostic.js'

/** The form of a diagnostic in `--format json`; what is not known is null. */
export interface JsonDiagnostic {
  readonly code: string
  readonly file: string | null
  readonly line: number | null
  readonly relation: string | null
  readonly column: string | null
  /** Layer or aggregate inside the relation, when it stands in one. */
  readonly layer: string | null
  readonly message: string
  readonly hint: string
  /** The SQL that it is about, on one line. */
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
