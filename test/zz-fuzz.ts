import { PGlite } from '@electric-sql/pglite'
import { randomQueries } from './analyze/nullability/random-query.js'
import { source, view, project } from './analyze/support/project.js'
import { sessionOf } from './analyze/support/session.js'
import { resolveViews } from '../src/resolve/index.js'
import { analyzeProject } from '../src/analyze/index.js'
const seed = Number(process.argv[2] ?? 1), rounds = Number(process.argv[3] ?? 5), N=200
const db = await PGlite.create()
const srcs=[source('r.a',['id integer NOT NULL','x integer','y integer','f boolean'],['id']), source('r.b',['id integer NOT NULL','u integer','v integer NOT NULL','g boolean'],['id'])]
const next = randomQueries(seed)
const sets = ['', `insert into r.a values (1,null,0,null),(2,1,null,true),(0,0,0,false)`, `insert into r.b values (1,null,0,null),(2,0,1,true),(3,1,2,false)`,
`insert into r.a values (1,null,0,null),(2,1,null,true),(0,0,0,false),(3,null,null,null),(4,2,1,true); insert into r.b values (1,null,0,null),(2,0,1,true),(3,1,2,false),(0,2,0,null)`,
`insert into r.a select i, case when i%3>0 then i%4 end, case when i%2>0 then i%3 end, case when i%5>0 then i%2=0 end from generate_series(0,12) i; insert into r.b select i, case when i%4>0 then i%3 end, i%3, case when i%3>0 then i%2=0 end from generate_series(0,8) i`]
let nn=0, cols=0, never=0, refused=0
for (let round=0; round<rounds; round++) {
  await db.exec('drop schema if exists r cascade; drop schema if exists v cascade')
  const qs = Array.from({length:N},()=>next())
  const p = project(srcs, qs.map((q,i)=>view('v.v'+i, q.sql, [])))
  const r = await resolveViews(sessionOf(db), p)
  refused += r.diagnostics.length
  if (round===0) for (const d of r.diagnostics.slice(0,5)) console.log(d.message)
  const t0=performance.now()
  const a = analyzeProject(p, r)
  const dt=performance.now()-t0; if (dt>2000) console.log('slow', dt)
  const seen = new Map<string,Set<number>>()
  for (const s of sets) {
    await db.exec('truncate r.a, r.b; '+s)
    for (const rel of a.project.relations.slice(2)) {
      let rows: unknown[][]
      try { await db.exec(`set statement_timeout=3000`); rows=(await db.query<unknown[]>(`select * from v.${rel.name} limit 20000`,[],{rowMode:'array'})).rows } catch(e:any) { if(!/timeout|out of range|more than one row|merge-join/.test(e.message)) console.log(e.message, rel.viewdef?.slice(0,200)); continue }
      rel.columns.forEach((c,i)=>{ const has=rows.some(x=>x[i]===null); if (has) { (seen.get(rel.name)??seen.set(rel.name,new Set()).get(rel.name))!.add(i); if(!c.nullability.nullable) console.log('UNSOUND', rel.name, c.name, qs[Number(rel.name.slice(1))]!.sql, '\n') } })
    }
  }
  for (const rel of a.project.relations.slice(2)) rel.columns.forEach((c,i)=>{ cols++; if(!c.nullability.nullable) nn++; else if(!seen.get(rel.name)?.has(i)) { never++; if (process.argv[4]) console.log('IMPRECISE?', c.name, c.nullability.because, qs[Number(rel.name.slice(1))]!.sql.slice(0,400),'\n') } })
}
console.log({cols, nn, never, refused})
await db.close()
