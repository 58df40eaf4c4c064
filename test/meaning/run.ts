import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { compareForms, type Comparison } from './compare-forms.js'
import { drawProject } from './draw/projects.js'
import { Tape } from './draw/tape.js'

/** Draws projects until one means something else than it says. */
export async function runMeaning(
  settings: { readonly projects: number; readonly seed: number },
  say: (line: string) => void = () => {},
) {
  const db = await PGlite.create()
  await db.exec(
    `CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp`,
  )
  const drawn = new Map<string, number>()
  const outcomes = new Map<string, number>()
  const faults: { tape: number[]; comparison: Comparison }[] = []
  let n = 0
  for (const tape of fc.sample(fc.array(fc.nat(10_000), { minLength: 20, maxLength: 400, size: 'max' }), {
    numRuns: settings.projects,
    seed: settings.seed,
  })) {
    const t = new Tape(tape)
    const comparison = await compareForms(db, drawProject(t))
    n += 1
    if (n % 500 === 0) say(`${n} projects, ${faults.length} differ`)
    for (const [name, count] of t.drawn) drawn.set(name, (drawn.get(name) ?? 0) + count)
    const key = comparison.kind === 'refused' ? `refused ${comparison.by.slice(0, 90)}` : comparison.kind
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1)
    if (comparison.kind === 'different') faults.push({ tape, comparison })
    if (faults.length >= 5) break
  }
  const shrunk = []
  for (const fault of faults.slice(0, 3)) shrunk.push(await shrink(db, fault.tape))
  await db.close()
  return { drawn, outcomes, shrunk }
}

/** The shortest tape found whose project still differs. */
async function shrink(
  db: PGlite,
  tape: readonly number[],
): Promise<{ tape: number[]; comparison: Comparison }> {
  let best = [...tape]
  let result = await compareForms(db, drawProject(new Tape(best)))
  const attempt = async (candidate: number[]): Promise<boolean> => {
    const comparison = await compareForms(db, drawProject(new Tape(candidate))).catch(() => undefined)
    if (comparison?.kind !== 'different') return false
    best = candidate
    result = comparison
    return true
  }
  for (let again = true; again;) {
    again = false
    for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2))
      for (let at = 0; at < best.length;) {
        if (await attempt([...best.slice(0, at), ...best.slice(at + size)])) again = true
        else at += size
      }
    for (let at = 0; at < best.length; at += 1)
      for (const smaller of [0, 1, 2, 3, 4, 5])
        if ((best[at] ?? 0) > smaller && (await attempt(best.with(at, smaller)))) {
          again = true
          break
        }
  }
  return { tape: best, comparison: result }
}

if (process.argv[1]?.endsWith('run.ts')) {
  const { drawn, outcomes, shrunk } = await runMeaning(
    { projects: Number(process.argv[2] ?? 200), seed: Number(process.argv[3] ?? 1) },
    (line) => console.error(line),
  )
  for (const { tape, comparison } of shrunk) {
    console.log(JSON.stringify(tape))
    if (comparison.kind === 'different')
      console.log(`${comparison.why}\n--- compiled\n${comparison.compiled}\n--- plain\n${comparison.plain}\n`)
  }
  console.log(
    [...outcomes]
      .toSorted((a, b) => b[1] - a[1])
      .map(([k, v]) => `${v} ${k}`)
      .join('\n'),
  )
  if (process.argv[4])
    console.log(
      [...drawn]
        .toSorted((a, b) => b[1] - a[1])
        .map(([k, v]) => `${k} ${v}`)
        .join(', '),
    )
}
