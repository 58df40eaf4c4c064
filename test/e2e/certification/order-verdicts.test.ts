import { startPglite } from '../../support/pglite.js'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import { emitFramework } from '../../../src/certify/install/emit-framework.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import { orderKinds } from '../../../src/model/determinism-rules.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { sources, tables } from '../../analyze/order/cases.js'
import { drawSql } from '../../analyze/order/draw-sql.js'
import { project, source, view } from '../../analyze/support/project.js'
import { sessionOf } from '../../analyze/support/session.js'
import { startNative } from '../../support/native-server.js'

const QUERIES = Number(process.env['ORDER_QUERIES'] ?? 200)
const SEED = Number(process.env['ORDER_SEED'] ?? 7)

interface Judged {
  readonly sql: string
  /** What the compiler finds: kind, what, column. */
  readonly found: readonly string[]
}

let judged: readonly Judged[] = []

beforeAll(async () => {
  const db = await startPglite()
  await db.exec("CREATE SCHEMA shop; CREATE TYPE shop.color AS ENUM ('red', 'blue')")
  const tape = fc.array(fc.nat(10_000), { minLength: 30, maxLength: 60 })
  const drawn = fc.sample(tape, { numRuns: QUERIES, seed: SEED }).map(drawSql)
  const declared = project(
    sources.map(([name, columns, key]) => source(name, columns, key)),
    drawn.map((sql, at) =>
      view(
        `shop.v${at}`,
        sql,
        sources.map(([name]) => name),
      ),
    ),
  )
  const { relations } = analyzeProject(declared, await resolveViews(sessionOf(db), declared)).project
  judged = relations
    .filter(({ kind }) => kind === 'view')
    .map(({ name, leaks }) => ({
      sql: drawn[Number(name.slice(1))] ?? '',
      found: [
        ...new Set(
          leaks
            .filter(({ kind }) => orderKinds.includes(kind))
            .map(({ kind, what, column }) => `${kind} ${what} ${column ?? '-'}`),
        ),
      ].toSorted(),
    }))
  await db.close()
}, 120_000)

// The cases of test/analyze/order are judged by determinism.test.ts; these are random ones.
describe.each([14, 18] as const)('gate A2 on PostgreSQL %d', (major) => {
  it('finds in random queries what the compiler finds in them, by name and column', async () => {
    const native = await startNative(major)
    try {
      const session = await native.connect(await native.freshDatabase('order_verdicts'))
      await session.exec(emitFramework([], readAuditPart))
      await session.exec(tables)
      const faults: unknown[] = []
      for (const { sql, found } of judged) {
        await session.exec(`DROP VIEW IF EXISTS shop.v; CREATE VIEW shop.v AS ${sql}`)
        const rows = await session.query<{ text: string }>(`
          SELECT DISTINCT l.kind || ' ' || l.what || ' ' || coalesce(l.column_name, '-') AS text
          FROM pg_rewrite r CROSS JOIN LATERAL audit._order_leaks(audit._node_tree(r.ev_action::text), false) l
          WHERE r.ev_class = 'shop.v'::regclass`)
        const database = rows.map(({ text }) => text).toSorted()
        if (JSON.stringify(database) !== JSON.stringify(found)) faults.push({ sql, found, database })
      }
      expect(judged.length).toBeGreaterThan(QUERIES * 0.8)
      expect(faults).toEqual([])
      await session.close()
    } finally {
      await native.stop()
    }
  }, 300_000)
})
