/** The data directory of the embedded Postgres, made once, so that no user waits for initdb. */
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileEngine, engineVersion } from '../src/postgres/embedded/engine-module.js'
import { packagedFile, packSnapshot } from '../src/postgres/embedded/packaged-snapshot.js'

const dist = pathToFileURL(join(import.meta.dirname, '../dist/'))
const file = fileURLToPath(packagedFile(await engineVersion(), dist))
if (!existsSync(file)) {
  const { makeImage } = await import('../src/postgres/embedded/engine.js')
  writeFileSync(`${file}.new`, await packSnapshot(await makeImage(await compileEngine('short'))))
  renameSync(`${file}.new`, file)
}
