import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freshTools } from '../../src/app/build/tools.js'
import { buildInMemory } from '../../src/app/build/pipeline.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import type { Store } from '../../src/reader/index.js'
import { type NativeFixture, startNative } from './native-server.js'
import { projectFolder } from './project-folder.js'

/** A store of a project of its own, certified in a database, with what `stores.ts` says of it. */
export interface BuiltStore {
  readonly pool: pg.Pool
  readonly store: Store
  stop(): Promise<void>
}

/**
 * Builds a project and installs it beside its tables.
 *
 * @param project text of its `fusion.config.ts`.
 * @param tables SQL that makes its sources.
 */
export async function startBuiltStore(project: string, tables: string): Promise<BuiltStore> {
  const artifacts = await artifactsOf(project)
  const [, described = ''] =
    /^const \$\w+ = (\{.*?\n\}) as const/ms.exec(
      artifacts.find(({ path }) => path === 'stores.ts')?.text ?? '',
    ) ?? []
  const native: NativeFixture = await startNative()
  const pool = new pg.Pool({ connectionString: await native.freshDatabase('built') })
  pool.on('error', () => undefined)
  await pool.query(tables)
  for (const { path, text } of artifacts.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
    if (/^sql\/0\d[^/]*$/.test(path)) await pool.query(text)
  return {
    pool,
    store: JSON.parse(described) as Store,
    async stop() {
      await pool.end()
      await native.stop()
    },
  }
}

async function artifactsOf(project: string) {
  const folder = projectFolder({ 'fusion.config.ts': project })
  const cacheDir = mkdtempSync(join(tmpdir(), 'fusion-built-'))
  try {
    const { artifacts } = await buildInMemory({
      projectDir: folder.dir,
      cacheDir,
      env: folder.env,
      compiler: 'test',
      tools: freshTools,
      progress: silent,
      interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
    })
    return artifacts
  } finally {
    folder.remove()
    rmSync(cacheDir, { recursive: true })
  }
}
