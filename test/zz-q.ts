import { PGlite } from '@electric-sql/pglite'
import { largeProject } from './analyze/support/large-project.js'
import { sessionOf } from './analyze/support/session.js'
import { resolveViews } from '../src/resolve/index.js'
const cpu=()=>{const c=process.cpuUsage();return (c.user+c.system)/1000}
const db = await PGlite.create()
const p = largeProject(600)
await resolveViews(sessionOf(db), p)
await db.exec(`set search_path=''`)
const w = `from pg_class c join pg_rewrite r on r.ev_class=c.oid where c.relname like 'v%' and relnamespace='s'::regnamespace`
const tries: Record<string,string> = {
 tree: `select r.ev_action::text t ${w}`,
 treelen: `select sum(length(r.ev_action::text)) t ${w}`,
 treebin: `select r.ev_action t ${w}`,
 viewdef: `select pg_get_viewdef(c.oid,true) t ${w}`,
 viewdeflen: `select sum(length(pg_get_viewdef(c.oid,true))) t ${w}`,
 cols: `select (SELECT json_agg(json_build_array(a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull) ORDER BY a.attnum)::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) t ${w}`,
 cols2: `select (SELECT string_agg(a.attname||' '||a.atttypid||' '||a.atttypmod||' '||a.attnotnull, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) t ${w}`,
}
for (let k=0;k<2;k++) for (const [n,s] of Object.entries(tries)) { const t=cpu(); await db.query(s); console.log(n, (cpu()-t).toFixed(0)) }
await db.close()
