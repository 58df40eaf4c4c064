import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { watching } from '../../support/watching.js'

const program = join(import.meta.dirname, '../../../bin/fusion.js')
const steps = process.env['FUSION_TESTS'] === 'all' ? 60 : 8

/** A view of the project, which reads the one before it. */
interface View {
  readonly id: number
  readonly name: string
  readonly folder: string
  readonly limit: number
  /** Whether it reads the view before it by its name, and not by import. */
  readonly isPublished: boolean
}
interface State {
  readonly views: readonly View[]
  readonly helper: number
  readonly sourceComment: string
  readonly isOneFile: boolean
  /** A mutable value makes the modules depend on the order in which they are evaluated. */
  readonly counts: boolean
  readonly isBroken: boolean
}

const moduleOf = ({ id, folder }: View): string => `${folder}/view${id}`
const upTo = (folder: string): string => '../'.repeat(folder.split('/').length)

function render({ views, helper, sourceComment, isOneFile, counts, isBroken }: State): Map<string, string> {
  const files = new Map<string, string>()
  files.set(
    'lib/helper.ts',
    `import { column, type Condition, isTrue } from 'fusion-store'
${counts ? 'let made = 0\n' : ''}export const most = ${helper}
export const flag = (condition: Condition) => column(${counts ? '`Flag ${(made += 1)}.`' : "'A flag.'"}, isTrue(condition))
`,
  )
  files.set(
    'sources.ts',
    `import { bigint, integer, nullable, source } from 'fusion-store'
export const items = source('raw.items', '${sourceComment}', {
  key: ['id'], columns: { id: bigint('Item.'), n: nullable(integer('A number.')) },
})
`,
  )
  for (const [at, view] of views.entries()) {
    const { id, name, folder, limit, isPublished } = view
    const before = views[at - 1]
    const read = !before
      ? `import { items as read } from '${upTo(folder)}sources.js'`
      : isPublished
        ? `const read = published<{ readonly id: string; readonly n: number | null }>('ml.${before.name}')`
        : `import { v${before.id} as read } from '${upTo(folder)}${moduleOf(before)}.js'`
    files.set(
      `${moduleOf(view)}.ts`,
      `import { ${isPublished && before ? 'published, ' : ''}view } from 'fusion-store'
import { flag, most } from '${upTo(folder)}lib/helper.js'
${read}
export const v${id} = view('ml.${name}', 'View ${id}.', { r: read }, (db) =>
  db.selectFrom('r').select(['r.id', 'r.n']).where('r.n', '<', most + ${limit}),
)
  .describe({ id: 'Item.', n: 'A number.' })
  .columns((eb) => ({ f${id}: flag(eb('n', '>', ${limit})) }))${isBroken && at === 0 ? ' +' : ''}
`,
    )
  }
  const names = views.map(({ id }) => `v${id}`)
  const sql = isOneFile
    ? `{ 'all.sql': [${names.join(', ')}] }`
    : `{ ${names.map((name) => `'${name}.sql': [${name}]`).join(', ')} }`
  files.set(
    'fusion.config.ts',
    `import { defineProject } from 'fusion-store'
${views.map((view) => `import { v${view.id} } from './${moduleOf(view)}.js'`).join('\n')}
export default defineProject({ name: 'edited', sql: ${sql} })
`,
  )
  return files
}

const pick = (views: readonly View[], at: number): number => at % views.length
const changeView = (state: State, at: number, change: Partial<View>): State => ({
  ...state,
  views: state.views.map((view, i) => (i === pick(state.views, at) ? { ...view, ...change } : view)),
})

/** An edit: what it does, by name, with numbers that say where. */
const edits: Readonly<Record<string, (state: State, at: number, value: number) => State>> = {
  'a constant': (state, at, value) => changeView(state, at, { limit: value }),
  'the name of a view': (state, at, value) =>
    changeView(state, at, { name: `v_${value}_${state.views[pick(state.views, at)]?.id}` }),
  'the folder of a module': (state, at, value) =>
    changeView(state, at, { folder: ['views', 'views/deep', 'other'][value % 3] ?? '' }),
  'how a view is read': (state, at) =>
    changeView(state, at, { isPublished: !state.views[pick(state.views, at)]?.isPublished }),
  'a shared helper': (state, _, value) => ({ ...state, helper: value }),
  'a source': (state, _, value) => ({ ...state, sourceComment: `Items ${value}.` }),
  'the config': (state) => ({ ...state, isOneFile: !state.isOneFile }),
  'one view more': (state, _, value) => {
    const id = Math.max(...state.views.map((view) => view.id)) + 1
    const view = { id, name: `v_new_${id}`, folder: 'views', limit: value, isPublished: false }
    return { ...state, views: [...state.views, view] }
  },
  'one view less': (state, at) =>
    state.views.length < 3
      ? state
      : { ...state, views: state.views.filter((_, i) => i !== pick(state.views, at)) },
  'modules that count': (state) => ({ ...state, counts: !state.counts }),
  'a mistake': (state) => ({ ...state, isBroken: !state.isBroken }),
}

const start: State = {
  views: [0, 1, 2, 3].map((id) => ({
    id,
    name: `v_${id}`,
    folder: 'views',
    limit: id,
    isPublished: id === 3,
  })),
  helper: 10,
  sourceComment: 'Items.',
  isOneFile: true,
  counts: false,
  isBroken: false,
}

function save(project: ProjectFolder, before: State | undefined, after: State): void {
  const [old, files] = [before ? render(before) : new Map<string, string>(), render(after)]
  for (const path of old.keys()) if (!files.has(path)) rmSync(join(project.dir, path))
  for (const [path, text] of files) if (old.get(path) !== text) project.write(path, text)
}

const written = (dir: string): Readonly<Record<string, string>> => {
  const folder = join(dir, 'generated')
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted()
  return Object.fromEntries(files.map((file) => [file.slice(dir.length), readFileSync(file, 'utf8')]))
}

/** What a process of its own, with an empty cache, builds of the same modules; null if it refuses them. */
function builtFresh({ dir, env }: ProjectFolder): Readonly<Record<string, string>> | null {
  const copy = mkdtempSync(join(tmpdir(), 'fusion-fresh-'))
  try {
    cpSync(dir, copy, {
      recursive: true,
      filter: (file) => !/generated|node_modules/.test(file.slice(dir.length)),
    })
    mkdirSync(join(copy, 'node_modules'))
    execFileSync(process.execPath, [program, 'build', '-q', '-p', copy], { env, stdio: 'pipe' })
    return written(copy)
  } catch {
    return null
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const anEdit = fc.record({
  kind: fc.constantFrom(...Object.keys(edits)),
  at: fc.nat({ max: 20 }),
  value: fc.integer({ min: 1, max: 90 }),
})

test(
  'a watch writes what a build without a cache writes, whatever is edited',
  { timeout: 600_000 },
  async () => {
    const project = projectFolder()
    let state = start
    save(project, undefined, state)
    const watch = watching(project, '--quiet')
    try {
      await watch.next()
      const seed = Number(process.env['FUSION_SEED'] ?? 7)
      const history: string[] = []
      for (const { kind, at, value } of fc.sample(anEdit, { numRuns: steps, seed })) {
        const next = edits[kind]?.(state, at, value) ?? state
        history.push(`${kind} ${at} ${value}`)
        save(project, state, next)
        state = next
        const expected = builtFresh(project)
        if (expected === null) continue
        await expect
          .poll(() => written(project.dir), { timeout: 60_000, message: history.join('\n') })
          .toEqual(expected)
      }
    } finally {
      await watch.end()
      project.remove()
    }
  },
)
