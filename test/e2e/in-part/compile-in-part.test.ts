import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledPackage, bundledPackage } from '../../support/bundled-package.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { type Edit, edited, edits, type Files, rendered, type State, store } from './edited-store.js'

const runs = process.env['FUSION_TESTS'] === 'all' ? 12 : 3
const STEPS = 25

let bundled: BundledPackage
beforeAll(() => {
  bundled = bundledPackage('app/build/saved-compilation', 'app/build/pipeline')
})
afterAll(() => bundled?.remove())

/** What became of a step: compiled in part with the same result, as a whole, or refused by both. */
type Outcome = 'in part' | 'whole' | 'refused'

/** Writes texts step by step, null for a file that is removed, and compiles the project after each. */
function compiledAfter(
  project: ProjectFolder,
  steps: readonly Readonly<Record<string, string | null>>[],
): Outcome[] {
  const script = `
    import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
    import { dirname, join } from 'node:path'
    import { compileInMemory } from ${JSON.stringify(bundled.module('pipeline'))}
    import { SavedCompilation } from ${JSON.stringify(bundled.module('saved-compilation'))}
    const [projectDir, steps] = process.argv.slice(2)
    const cacheDir = join(projectDir, 'node_modules')
    const progress = { step() {}, update() {}, note() {}, end() {} }
    const place = { projectDir, cacheDir, compiler: 'of this test' }
    const plain = (value) => Object.fromEntries(Object.keys(value)
      .filter((key) => key !== 'places' && key !== 'pieceAt').map((key) => [key, value[key]]))
    const text = ({ project: { views, probes, ...others }, loaded, toSave }) => JSON.stringify({
      views: views.map(plain), probes: probes.map(plain), others,
      inputs: loaded.inputs, declarations: toSave.project.declarations,
    }, null, 1)
    const outcomes = []
    for (const [at, files] of JSON.parse(readFileSync(steps, 'utf8')).entries()) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(projectDir, path)), { recursive: true })
        if (content === null) rmSync(join(projectDir, path))
        else writeFileSync(join(projectDir, path), content)
      }
      const tools = { compiledAgain: async () => undefined, savedFrom: 1 }
      const whole = await compileInMemory({ projectDir, cacheDir, progress, tools }).catch((error) => {
        if (error.diagnostics && at > 0) return undefined
        if (error.diagnostics) console.error(error.diagnostics)
        throw error
      })
      const saved = new SavedCompilation(place)
      const part = await saved.again()
      if (part && !whole) throw new Error('step ' + at + ' is refused, but was compiled in part')
      if (part) {
        const [one, other] = [text(part), text(whole)]
        const line = one.split('\\n').findIndex((text, i) => text !== other.split('\\n')[i])
        if (one !== other) throw new Error('step ' + at + ': ' + one.split('\\n').slice(line - 3, line + 3).join('\\n') + ' is not ' + other.split('\\n').slice(line - 3, line + 3).join('\\n'))
      }
      const found = part ?? whole
      if (found) saved.save(found)
      outcomes.push(part ? 'in part' : whole ? 'whole' : 'refused')
    }
    console.log(JSON.stringify(outcomes))
    process.exit(0)`
  project.write('script.mjs', script)
  project.write('steps.json', JSON.stringify(steps))
  const args = [join(project.dir, 'script.mjs'), project.dir, join(project.dir, 'steps.json')]
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return JSON.parse(output) as Outcome[]
}

const difference = (before: Files, after: Files): Readonly<Record<string, string | null>> =>
  Object.fromEntries([
    ...[...before.keys()].flatMap((path) => (after.has(path) ? [] : [[path, null] as const])),
    ...[...after].filter(([path, text]) => before.get(path) !== text),
  ])

/** The outcome of each edit of the store. */
function afterEdits(all: readonly Edit[], from: State = store): readonly Outcome[] {
  const project = projectFolder()
  try {
    let state = from
    const steps = [Object.fromEntries(rendered(state))]
    for (const edit of all) {
      const next = edited(state, edit)
      steps.push(difference(rendered(state), rendered(next)) as Record<string, string>)
      state = next
    }
    return compiledAfter(project, steps).slice(1)
  } finally {
    project.remove()
  }
}

const anEdit = fc.record({
  kind: fc.constantFrom(...Object.keys(edits)),
  at: fc.nat({ max: 30 }),
  value: fc.integer({ min: 1, max: 90 }),
})

test(
  'whatever is edited, a compilation in part gives what that of the whole gives',
  { timeout: 600_000 },
  () => {
    const found: Outcome[] = []
    const seed = Number(process.env['FUSION_SEED'] ?? 7)
    for (const sequence of fc.sample(fc.array(anEdit, { minLength: STEPS, maxLength: STEPS }), {
      numRuns: runs,
      seed,
    }))
      found.push(...afterEdits(sequence))
    expect(found.filter((outcome) => outcome === 'in part').length).toBeGreaterThan(found.length / 4)
    expect(found).toContain('whole')
  },
)

test.each([
  ['a constant', 'in part'],
  ['lines before a view', 'in part'],
  ['a shared helper', 'whole'],
  ['one view more', 'whole'],
  ['the name of a view', 'in part'],
] as const)('%s is compiled %s', (kind, outcome) => {
  expect(afterEdits([{ kind, at: 20, value: 5 }])).toEqual([outcome])
})
