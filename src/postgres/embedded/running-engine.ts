/** What an engine is started with. */
export interface EngineOptions {
  /** For the cache folder. */
  readonly env: NodeJS.ProcessEnv
  /** Whether the bundled extensions are available to CREATE EXTENSION. */
  readonly extensions: boolean
  /** How many relations one transaction creates at most. */
  readonly relations: number
}

/** A started engine. Its data is gone when it is closed. */
export interface RunningEngine {
  /** Answers a message of the wire protocol. The next one is sent when this one is answered. */
  answer(message: Uint8Array): Promise<Uint8Array>
  /** Whether a transaction is open after the last answer. */
  isInTransaction(): boolean
  close(): Promise<void>
}
