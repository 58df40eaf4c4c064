// The data directory of the embedded Postgres, made once, so that no user waits for initdb.
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileEngine, engineVersion } from '../dist/postgres/embedded/engine-module.js'
import { packagedFile, packSnapshot } from '../dist/postgres/embedded/packaged-snapshot.js'

const file = fileURLToPath(packagedFile(await engineVersion()))
if (!existsSync(file)) {
  const { makeImage } = await import('../dist/postgres/embedded/engine.js')
  const packed = await packSnapshot(await makeImage(await compileEngine('short')))
  writeFileSync(`${file}.new`, packed)
  renameSync(`${file}.new`, file)
}
