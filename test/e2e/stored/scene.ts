import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshTools } from '../../../src/app/build/tools.js'
import { buildInMemory } from '../../../src/app/build/pipeline.js'
import { Interrupts } from '../../../src/app/interrupts.js'
import { silent } from '../../../src/app/ports.js'
import type { Artifact } from '../../../src/model/artifact.js'
import type { Session } from '../../../src/postgres/session.js'

/** What the golden project `stored` generates, by file name. */
export async function storedProject(
  projectDir = join(import.meta.dirname, '../../golden/stored'),
): Promise<ReadonlyMap<string, string>> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'fusion-stored-'))
  const { artifacts } = await buildInMemory({
    projectDir,
    cacheDir,
    env: process.env,
    compiler: 'test',
    tools: freshTools,
    progress: silent,
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  })
  rmSync(cacheDir, { recursive: true, force: true })
  return new Map(
    artifacts
      .filter(({ path }: Artifact) => path.startsWith('sql/'))
      .map(({ path, text }) => [path.slice('sql/'.length), text]),
  )
}

/** The upstream tables of the project, with rows: ties, gaps and NULLs. */
export const UPSTREAM = `
  CREATE SCHEMA garage;
  CREATE TABLE garage.job (shop int, job bigint, model text, spam text, opened timestamptz, note text, PRIMARY KEY (shop, job));
  CREATE TABLE garage.part (shop int, job bigint, part int, quality int, PRIMARY KEY (shop, job, part));
  CREATE TABLE garage.model (model text PRIMARY KEY, class text);
  INSERT INTO garage.job
  SELECT n % 7, n, CASE WHEN n % 5 > 0 THEN 'model ' || n % 11 END, CASE WHEN n % 13 = 0 THEN '' END, '2026-01-01Z'::timestamptz + n * interval '1 hour'
  FROM generate_series(1, 300) n;
  INSERT INTO garage.part SELECT j.shop, j.job, p, nullif((j.job * 7 + p) % 11, 10) FROM garage.job j, generate_series(1, (j.job % 4)::int) p;
  INSERT INTO garage.model SELECT 'model ' || n, CASE WHEN n % 4 > 0 THEN 'class ' || n % 3 END FROM generate_series(0, 8) n;`

/** The relations with a table or a materialized view, and their views. */
export const STORED: readonly (readonly [stored: string, live: string])[] = [
  ['ml.jobs', 'ml.jobs_live'],
  ['ml.classes', 'ml.v_classes'],
  ['ml.shops', 'ml.v_shops'],
  ['ml.ranks', 'ml.v_ranks'],
  ['ml.compared', 'ml.v_ranks'],
]

/** Rows that are not the same in a stored relation and its view, of all relations, compared to the last bit. */
export async function differences(
  session: Pick<Session, 'query'>,
  relations: readonly (readonly [string, string])[] = STORED,
): Promise<readonly string[]> {
  const parts = relations.map(
    ([stored, live]) => `
      SELECT '${stored}: ' || coalesce('+ ' || s::text, '') || coalesce('- ' || l::text, '') AS difference
      FROM (SELECT (s.*)::text AS s, count(*) AS n FROM ${stored} s GROUP BY 1) s
      FULL JOIN (SELECT (l.*)::text AS l, count(*) AS n FROM ${live} l GROUP BY 1) l ON s.s = l.l AND s.n = l.n
      WHERE s.s IS NULL OR l.l IS NULL`,
  )
  const rows = await session.query<{ difference: string }>(parts.join(' UNION ALL '))
  return rows.map(({ difference }) => difference)
}

/** Runs the files that create the store, without data of its certification. */
export async function install(
  session: Pick<Session, 'query'>,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  for (const file of ['00_audit_framework.sql', '00_stored_relations.sql', '01_stored.sql', '02_entry.sql'])
    await session.query(files.get(file) ?? '').catch((error: unknown) => {
      const text = files.get(file) ?? ''
      const at = Number(Object(error).position ?? 0)
      throw new Error(
        `${file}: ${String(error)} near ${text.slice(Math.max(0, at - 80), at + 80)} ${String(Object(error).where)}`,
      )
    })
}
