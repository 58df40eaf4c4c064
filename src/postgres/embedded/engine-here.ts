import type { Report } from '../provider.js'
import { type Engine, makeImage, startEngine } from './engine.js'
import { engineVersion } from './engine-module.js'
import { packagedSnapshot } from './packaged-snapshot.js'
import type { EngineOptions, RunningEngine } from './running-engine.js'
import { readSnapshot, snapshotFile, writeSnapshot } from './snapshot.js'

/** Starts an engine in this thread, which does nothing else while it answers. */
export async function engineHere(
  { env, extensions, relations }: EngineOptions,
  compiled: Promise<WebAssembly.Module>,
  report: Report,
): Promise<RunningEngine> {
  const version = await engineVersion()
  const file = snapshotFile(version, env)
  const kept = await readSnapshot(file, report)
  const found = extensions ? await (await import('./engine-extensions.js')).engineExtensions() : {}
  const module = await compiled
  if (kept !== undefined) return running(await startEngine(kept, module, found, relations))
  const packaged = await packagedSnapshot(version)
  if (packaged === undefined) report('preparing the embedded Postgres (first start only)')
  const made = packaged ?? (await makeImage(module))
  await writeSnapshot(file, made, report)
  return running(await startEngine(made, module, found, relations))
}

const running = (engine: Engine): RunningEngine => ({
  async answer(message) {
    const answer: Buffer[] = []
    // The bytes are in the engine's memory, which will be overwritten.
    const onRawData = (bytes: Uint8Array): void => void answer.push(Buffer.from(bytes))
    await engine.execProtocolRawStream(message, { syncToFs: false, onRawData })
    const [only] = answer
    return answer.length === 1 && only !== undefined ? only : Buffer.concat(answer)
  },
  isInTransaction: () => engine.isInTransaction(),
  close: () => engine.close(),
})
