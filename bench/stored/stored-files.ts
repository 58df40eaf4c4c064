import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildInMemory } from '../../src/app/build/pipeline.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'

/** Files of the store that create its views and its stored relation, without data of a certification. */
const FILES = [
  '00_audit_framework.sql',
  '00_stored_relations.sql',
  '01_create_fusion_views_v2.sql',
  '02_create_cert_entrypoint_and_guard.sql',
]

/** Files of its certification; its days are captured apart. */
const CERTIFICATION = ['03_baseline_viewdefs.sql', '05_cert_functions.sql']
/** The SQL that a build gives for the store of `bench/stored/store`, in the order in which it is run. */
export async function storedFiles(): Promise<Record<'store' | 'certification', readonly string[]>> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'fusion-bench-'))
  const { artifacts } = await buildInMemory({
    projectDir: join(import.meta.dirname, 'store'),
    cacheDir,
    env: process.env,
    compiler: 'bench',
    progress: silent,
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  })
  await rm(cacheDir, { recursive: true, force: true })
  const textOf = (file: string): string => artifacts.find(({ path }) => path === `sql/${file}`)?.text ?? ''
  return { store: FILES.map(textOf), certification: CERTIFICATION.map(textOf) }
}
