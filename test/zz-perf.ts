import { PGlite } from '@electric-sql/pglite'
import { largeProject } from './analyze/support/large-project.js'
import { embeddedProvider } from '../src/io/postgres/embedded.js'
import { resolveViews } from '../src/resolve/index.js'
import { analyzeProject } from '../src/analyze/index.js'
import { createRelations } from '../src/resolve/create-relations.js'
const cpu=()=>{const c=process.cpuUsage();return (c.user+c.system)/1000}
const n = Number(process.argv[2] ?? 1000)
const server = await embeddedProvider({ env: process.env }).start({ report: () => {} }); const db = await server.connect()
const p = largeProject(n)
const t0 = cpu(); const w0=performance.now()
const inner = db
let q=0,e=0
const timed = { query: async (s:string)=>{const t=cpu(); const r=await inner.query(s); q+=cpu()-t; return r}, exec: async (s:string)=>{const t=cpu(); await inner.exec(s); e+=cpu()-t} } as typeof inner
const r = await resolveViews(timed, p)
const t1 = cpu()
const a = analyzeProject(p, r)
const t2 = cpu(); const w2=performance.now()
console.log({ wall: w2-w0, resolve: t1-t0, query: q, exec: e, parse: t1-t0-q-e, analyse: t2-t1, diagnostics: a.diagnostics.length, heap: process.memoryUsage().heapUsed/1e6, rss: process.memoryUsage().rss/1e6 })
const v=a.project.relations.at(-1)!; console.log(v.columns.map(c=>c.name+(c.nullability.nullable?'?':'!')).join(' '))
console.log((await db.query("select avg(length(ev_action::text))::int from pg_rewrite where ev_class::regclass::text like 's.v%'")).rows)
await db.close(); await server.stop()
