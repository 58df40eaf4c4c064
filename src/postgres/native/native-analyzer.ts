import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { engineVersion } from '../embedded/engine-module.js'
import { defaultRelations } from '../embedded/engine-settings.js'
import type { Report } from '../provider.js'
import { analysisClientOptions, analysisSettings } from './analysis-settings.js'
import { nativeFolderWith } from './folder.js'
import { installationName } from './install.js'
import type { NativeProvider } from './native-provider.js'
import { copyPrepared, preparedPath } from './prepared-cluster.js'
import type { NativeServer } from './server.js'
import { serverUser } from './server-user.js'
import { startServer } from './start-server.js'
import { nativePackage } from './versions.js'

/** The major version of the embedded Postgres: another one would print and resolve differently. */
const MAJOR = 18

/**
 * The two engines whose results were compared: PGlite 0.5.16 is PostgreSQL 18.6, the package is 18.4. Change one only
 * after test/engine has passed with the new pair.
 */
const COMPARED = { embedded: '0.5.16', native: '18.4.0-beta.17' } as const

/**
 * Whether the installed versions are those whose results were found to be the same. True where there is no native server:
 * its start says so.
 */
export async function isCompared(): Promise<boolean> {
  const { version = COMPARED.native } = nativePackage(MAJOR) ?? {}
  return version === COMPARED.native && (await engineVersion()) === COMPARED.embedded
}

/** Whether the native server can start without an installation. */
export function isInstalled(env?: NodeJS.ProcessEnv): boolean {
  const wanted = nativePackage(MAJOR)
  if (wanted === undefined) return false
  try {
    return nativeFolderWith(installationName(wanted), serverUser(), env) !== undefined
  } catch {
    return false
  }
}

export interface AnalyzerOptions {
  /** For the cache folder; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
  /** How many relations one transaction creates at most; default 10,000. */
  readonly relations?: number
}

/** A native server with the settings of the embedded one where they matter, over data that nobody keeps. */
export const nativeAnalyzer = (options: AnalyzerOptions = {}): NativeProvider => ({
  kind: 'native',
  async start({ report = () => undefined } = {}) {
    let prepared = ''
    const start = (): Promise<NativeServer> => startOn(options, report, (path) => (prepared = path))
    try {
      return await start()
    } catch (error) {
      if (prepared === '') throw error
      // The prepared data may be damaged, so a second attempt makes them anew.
      await rm(prepared, { recursive: true, force: true })
      return await start()
    }
  },
})

const startOn = (
  { env, relations = defaultRelations }: AnalyzerOptions,
  report: Report,
  onPrepared: (path: string) => void,
): Promise<NativeServer> =>
  startServer(
    {
      major: MAJOR,
      env,
      open: (runner) => {
        onPrepared(preparedPath(runner))
        return copyPrepared(runner, join(runner.work, 'data'), report)
      },
      settings: analysisSettings(relations),
      isThrownAway: true,
      clientOptions: analysisClientOptions,
    },
    report,
  )
