/**
 * `problem`: must be fixed. `denied`: the connected role cannot install, but another role could. `note`: information.
 */
export interface DoctorCheck {
  readonly about:
    'server' | 'audit schema' | 'roles' | 'privileges' | 'search_path' | 'indexes' | 'views' | 'sources'
  readonly state: 'ok' | 'note' | 'problem' | 'denied'
  readonly text: string
  /** How to fix a problem or a denial. */
  readonly hint?: string
}
