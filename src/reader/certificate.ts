/** The certificate under which rows were read, to be kept with the model. */
export interface Certificate {
  readonly entrypoint: string
  readonly status: string
  /** ISO 8601, with the microseconds of the database. */
  readonly certified_at: string
  readonly expires_at: string
  readonly max_age: string
  /** The row of audit.t0_cert_event with all that was found. */
  readonly event_id: number
  readonly server_version: string
  /** Fingerprint of the definitions of all objects that it covers. */
  readonly definitions: { readonly objects: number; readonly sha256: string | null }
  /** Fingerprint of the days whose data were captured. */
  readonly data: {
    readonly days: number
    readonly first: string | null
    readonly last: string | null
    readonly sha256: string | null
  }
  /** What the store vouches for, with its reasons: drift, orders, functions, point in time. */
  readonly policies: Readonly<Record<string, unknown>>
  readonly gates: readonly { readonly gate: string; readonly passed: boolean; readonly summary: string }[]
}
