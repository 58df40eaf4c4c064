import { type Extension, PGlite } from '@electric-sql/pglite'
import type { DataDirectory } from './data-directory.js'
import { EngineFiles } from './engine-files.js'
import { initdbArguments, pruneStatements, startArguments } from './engine-settings.js'

/** PGlite without its startup query for array types, because the `pg` client parses the rows. */
export class Engine extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

/**
 * Starts the engine on a data directory, whose bytes it owns from then on.
 *
 * @param extensions available to CREATE EXTENSION.
 * @param relations that one transaction creates at most.
 */
export async function startEngine(
  image: DataDirectory,
  module: WebAssembly.Module,
  extensions: Record<string, Extension> = {},
  relations?: number,
): Promise<Engine> {
  const engine = new Engine({
    fs: new EngineFiles(image),
    pgliteWasmModule: module,
    startParams: startArguments(relations),
    extensions,
  })
  await engine.waitReady
  return engine
}

/** Runs initdb and returns the data directory after a clean shutdown, without unused databases. */
export async function makeImage(module: WebAssembly.Module): Promise<DataDirectory> {
  const files = new EngineFiles()
  const engine = new Engine({
    fs: files,
    pgliteWasmModule: module,
    startParams: startArguments(),
    initDbStartParams: [...initdbArguments],
  })
  await engine.waitReady
  for (const statement of pruneStatements) await engine.exec(statement)
  await engine.close()
  if (files.captured === undefined) throw new Error('the engine stopped before its files were captured')
  return files.captured
}
