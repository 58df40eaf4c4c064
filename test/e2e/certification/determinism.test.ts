import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitFramework } from '../../../src/certify/install/emit-framework.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import type { Session } from '../../../src/postgres/session.js'
import { cases, tables } from '../../analyze/determinism/cases.js'
import { orderCases, tables as orderTables } from '../../analyze/order/cases.js'
import type { NativeMajor } from '../../../src/postgres/native/versions.js'
import { isEverything } from '../../support/everything.js'
import { MAJORS } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'

/** What gate A2 finds in each of the views of the cases. */
const KINDS = `
  SELECT t.name, (
    SELECT coalesce(array_agg(DISTINCT l.kind ORDER BY l.kind), '{}')
    FROM (
      SELECT c.kind FROM audit._call_leaks(t.tree) c UNION SELECT o.kind FROM audit._other_leaks(t.tree) o
      UNION SELECT r.kind FROM audit._order_leaks(t.tree, false) r
    ) l) AS kinds
  FROM (
    SELECT v.relname AS name, audit._node_tree(r.ev_action::text) AS tree
    FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class WHERE v.relname LIKE 'case %' OFFSET 0
  ) t`

// What the compiler finds in these very cases is asserted in test/analyze/determinism: two readers, one verdict.
describe.each<NativeMajor>(isEverything ? MAJORS : [14, 18])(
  'gate A2 on PostgreSQL %d judges as the compiler does',
  (major) => {
    let native: NativeFixture
    beforeAll(async () => {
      native = await startNative(major)
    })
    afterAll(() => native.stop())

    describe.each([
      { about: 'time, session and chance', made: tables, judged: cases },
      { about: 'order', made: orderTables, judged: orderCases },
    ])('$about', ({ made, judged }) => {
      const all = judged
        .filter(({ since = 0 }) => since <= major)
        .map((c, at) => ({ ...c, view: `case ${at}` }))
      let session: Session
      const found = new Map<string, readonly string[]>()
      // Asked in one query: most of the time that one takes goes into planning it.
      beforeAll(async () => {
        session = await native.connect(await native.freshDatabase('determinism'))
        await session.exec(emitFramework([], readAuditPart))
        await session.exec(made)
        await session.exec('SET search_path = pg_catalog, pg_temp')
        await session.exec(all.map(({ view, sql }) => `CREATE VIEW shop."${view}" AS ${sql};`).join('\n'))
        for (const { name, kinds } of await session.query<{ name: string; kinds: string[] }>(KINDS))
          found.set(name, kinds)
      })
      afterAll(() => session.close())

      it.each(all.map((c) => [c.name, c] as const))('%s', (_, { view, kinds }) => {
        expect(found.get(view)).toEqual(kinds)
      })
    })
  },
)

describe('names that look like the text of a tree', () => {
  let native: NativeFixture
  beforeAll(async () => {
    native = await startNative()
  })
  afterAll(() => native.stop())

  it('are read as names', async () => {
    const session = await native.connect(await native.freshDatabase('names'))
    await session.exec(emitFramework([], readAuditPart))
    const names = [
      ':funcid',
      ':funcid 1299',
      '{SQLVALUEFUNCTION',
      '(',
      ')',
      '}',
      '<>',
      '"',
      '\\',
      ':',
      '::a',
      ' x ',
      'é',
    ]
    const columns = names.map((name, at) => `${at} AS "${name.replaceAll('"', '""')}"`).join(', ')
    await session.exec(`CREATE VIEW odd AS SELECT ${columns} FROM (SELECT 1 AS ":relid") AS ":funcid"`)
    const [found] = await session.query<{ names: string[]; leaks: string }>(`
      SELECT (SELECT json_agg(e ->> 'resname') FROM jsonb_path_query(t.tree, '$[0].targetList[*]') e) AS names,
        (SELECT count(*) FROM audit._call_leaks(t.tree)) + (SELECT count(*) FROM audit._other_leaks(t.tree)) AS leaks
      FROM (SELECT audit._node_tree(ev_action::text) AS tree FROM pg_rewrite WHERE ev_class = 'odd'::regclass OFFSET 0) t`)
    expect(found).toEqual({ names, leaks: '0' })
    await session.close()
  })

  it('are read as names in every view that Postgres brings', async () => {
    const session = await native.connect(await native.freshDatabase('all_views'))
    await session.exec(emitFramework([], readAuditPart))
    const [count] = await session.query<{ all: number; read: number }>(`
      SELECT count(*)::int AS all, count(audit._node_tree(ev_action::text) #> '{0,targetList}')::int AS read
      FROM pg_rewrite WHERE rulename = '_RETURN'`)
    expect(count?.all).toBeGreaterThan(100)
    expect(count?.read).toBe(count?.all)
    await session.close()
  })
})
