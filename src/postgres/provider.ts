import type { Session } from './session.js'

/** Source of a Postgres server: in this process, from npm, a running server, or a container. */
export type ProviderKind = 'embedded' | 'native' | 'url' | 'docker'

export const providerKinds: readonly ProviderKind[] = ['embedded', 'native', 'url', 'docker']

/** Receives a line about a slow step or an unusual event, without a newline. */
export type Report = (line: string) => void

export interface StartOptions {
  readonly report?: Report
}

/** A running Postgres server. */
export interface Server {
  readonly kind: ProviderKind
  /** Description for reports. Never contains a password. */
  readonly description: string
  /** Connection URL for other clients, including the password; absent for the embedded server. */
  readonly url?: string
  connect(): Promise<Session>
  /** Stops what `start` has started; an existing server keeps running. A second call does nothing. */
  stop(): Promise<void>
}

/** Starts or connects to a server. `start` rejects with a `DiagnosticError` (FS501 to FS549) if that fails. */
export interface Provider {
  readonly kind: ProviderKind
  start(options?: StartOptions): Promise<Server>
}
