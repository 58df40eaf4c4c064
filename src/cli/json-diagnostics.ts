import type { Diagnostic } from '../model/diagnostic.js'

/** The form of a diagnostic in `--format json`; what is not known is null. */
export interface JsonDiagnostic {
  readonly code: string
  readonly file: string | null
  readonly line: number | null
  readonly relation: string | null
  readonly column: string | null
  readonly message: string
  readonly hint: string
}

export const jsonDiagnostics = (diagnostics: readonly Diagnostic[]): JsonDiagnostic[] =>
  diagnostics.map(({ code, place, message, hint }) => ({
    code,
    file: place.file ?? null,
    line: place.line ?? null,
    relation: place.relation ?? null,
    column: place.column ?? null,
    message,
    hint,
  }))

export const toJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
