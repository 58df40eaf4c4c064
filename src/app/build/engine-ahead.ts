import type { BuildContext } from '../context.js'
import { SpareEngine } from './spare-engine.js'
import type { Tools } from './tools.js'

/** A larger project needs an engine that is started otherwise; most builds analyze what depends on a few changes. */
const RELATIONS = 200

/** Tools of which one is at work already. */
export interface ToolsAhead extends Tools {
  /** Stops what nobody has taken. */
  close(): Promise<void>
}

/**
 * Starts an engine on another core while the project is loaded and compiled. Whether a build needs one, and for how many
 * relations, is only known then.
 */
export function engineAhead({
  env,
  progress,
  engine,
  tools,
}: Pick<BuildContext, 'env' | 'progress' | 'engine' | 'tools'>): ToolsAhead {
  const options = { env, extensions: false, relations: RELATIONS }
  let spare =
    engine === 'native'
      ? undefined
      : new SpareEngine(options, (given) => tools.startEmbedded(given, progress.note))
  const taken = (): SpareEngine | undefined => {
    const own = spare
    spare = undefined
    return own
  }
  return {
    ...tools,
    startEmbedded: async (wanted, report) =>
      (await taken()?.takeFor(wanted)) ?? (await tools.startEmbedded(wanted, report)),
    close: async () => await taken()?.stop(),
  }
}
