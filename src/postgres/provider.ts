import type { Session } from './session.js'

/** Where a Postgres server comes from: in this process, from npm, one that already runs, or a container. */
export type ProviderKind = 'embedded' | 'native' | 'url' | 'docker'

export const providerKinds: readonly ProviderKind[] = ['embedded', 'native', 'url', 'docker']

/** Told about whatever takes long or goes another way than usual: one line, no newline at its end. */
export type Report = (line: string) => void

export interface StartOptions {
  readonly report?: Report
}

/** A Postgres server that answers. */
export interface Server {
  readonly kind: ProviderKind
  /** For people: what it is and where. Never holds a password. */
  readonly description: string
  /** Connection URL, password included, for other clients; absent when nothing listens (embedded). */
  readonly url?: string
  connect(): Promise<Session>
  /** Ends what `start` began: a server of somebody else goes on. A second call does nothing. */
  stop(): Promise<void>
}

/** A way to get a server. `start` rejects with a `DiagnosticError` (FS501 to FS549) when there is none to be had. */
export interface Provider {
  readonly kind: ProviderKind
  start(options?: StartOptions): Promise<Server>
}
