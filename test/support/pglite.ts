import { type Extension, PGlite } from '@electric-sql/pglite'
import { EngineFiles } from '../../src/postgres/embedded/engine-files.js'
import { compileEngine, engineVersion } from '../../src/postgres/embedded/engine-module.js'
import { makeImage } from '../../src/postgres/embedded/engine.js'
import { startArguments } from '../../src/postgres/embedded/engine-settings.js'
import { readSnapshot, snapshotFile, writeSnapshot } from '../../src/postgres/embedded/snapshot.js'

/**
 * A PGlite of its own, from the snapshot that the embedded provider keeps: to make a data directory takes four times as
 * long. Unlike the engine of the provider it parses arrays.
 */
export async function startPglite(extensions: Record<string, Extension> = {}): Promise<PGlite> {
  const module = await compileEngine('short')
  const file = snapshotFile(await engineVersion())
  const silent = (): undefined => undefined
  let image = await readSnapshot(file, silent)
  if (image === undefined) {
    image = await makeImage(module)
    await writeSnapshot(file, image, silent)
  }
  const db = new PGlite({
    fs: new EngineFiles(image),
    pgliteWasmModule: module,
    startParams: startArguments(500),
    extensions,
  })
  await db.waitReady
  return db
}
