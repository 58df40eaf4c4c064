/**
 * `problem`: has to be dealt with. `denied`: stops an installation by the role that is connected, and nothing else.
 * `note`: worth knowing.
 */
export interface DoctorCheck {
  readonly about:
    'server' | 'audit schema' | 'roles' | 'privileges' | 'search_path' | 'indexes' | 'views' | 'sources'
  readonly state: 'ok' | 'note' | 'problem' | 'denied'
  readonly text: string
  /** What to do about a problem or a denial. */
  readonly hint?: string
}
