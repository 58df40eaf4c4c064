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
      inputs: loaded.inputs, declarations: toSave?.project.declarations,
      modules: Object.entries(toSave?.project.modules.modules ?? {}).toSorted()
        .map(([name, { hash, isKept, exports }]) => [name, hash, isKept, exports]),
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
      if (found) await saved.save(found)
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

/** Modules beside the store, before and after an edit. */
interface Scenario {
  readonly before: Readonly<Record<string, string>>
  readonly after: Readonly<Record<string, string | null>>
  readonly outcome: Outcome
}

const files = rendered(store)
const text = (path: string, change: (own: string) => string = (own) => own): string =>
  change(files.get(path) ?? '')
const config = (imports: string, listed: string, settings = ''): string =>
  text(
    'fusion.config.ts',
    (own) =>
      `${imports}\n${own.replace("'all.sql': [", `'all.sql': [${listed}`).replace("name: 'edited'", `name: 'edited'${settings}`)}`,
  )
/** A view of the first source. */
const plain = (exported: string, name: string, comment = 'N.'): string =>
  `export const ${exported} = view('ml.${name}', 'A view.', { r: items0 }, (db) => db.selectFrom('r').select(['r.id', 'r.n'])).describe({ n: '${comment}' })\n`
const head = `import { source, bigint, integer, nullable, published, view } from 'fusion-store'\nimport { items0 } from './sources0.js'\n`
const byName = (name: string, exported = 'byName'): string =>
  `${head}export const ${exported} = view('ml.${exported.toLowerCase()}', 'By name.', { r: published<{ readonly id: string; readonly n: number | null }>('ml.${name}') }, (db) => db.selectFrom('r').select(['r.id', 'r.n']))\n`
const stored = (comment: string): string =>
  `import { layer, stored } from 'fusion-store'\nimport { items0 } from './sources0.js'\nconst rows = layer('rows', 'Rows.', { r: items0 }, (db) => db.selectFrom('r').select(['r.id', 'r.n'])).describe({ n: '${comment}' })\nexport const st = stored('ml.st', 'Stored.', rows, { key: ['id'], refresh: 'byKey' })\n`
const changed = text('views/view23.ts', (own) => own.replace("'View 23.'", "'View 23, changed.'"))

/** Modules whose constants depend on which of them is entered first. */
const cycle = {
  'a.ts': 'import { b } from "./b.js"\nexport const a = "A"\nexport const ab = `${a}-${b}`\n',
  'b.ts': 'import { a } from "./a.js"\nexport const b = "B"\nexport const ba = `${b}-${a}`\n',
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'a module newly imports a list of one that is not evaluated': {
    before: {
      'limits.ts': 'export const limits = [1, 2]\n',
      'views/view22.ts': text(
        'views/view22.ts',
        (own) =>
          `import { limits } from '../limits.js'\n${own.replace("'View 22.'", '`View 22 of ${limits.length}.`')}`,
      ),
    },
    after: {
      'views/view23.ts': text(
        'views/view23.ts',
        (own) =>
          `import { limits } from '../limits.js'\n${own.replace("'View 23.'", "limits ? 'With.' : 'Without.'")}`,
      ),
    },
    outcome: 'whole',
  },
  'the config newly imports settings of a module that is not evaluated': {
    before: {
      'settings.ts': "export const reader = { int8: 'bigint' } as const\n",
      'views/view22.ts': text(
        'views/view22.ts',
        (own) =>
          `import { reader } from '../settings.js'\n${own.replace("'View 22.'", '`View 22 ${reader.int8}.`')}`,
      ),
    },
    after: { 'fusion.config.ts': config("import { reader } from './settings.js'", '', ', reader') },
    outcome: 'whole',
  },
  'a source has the name of one that is not evaluated': {
    before: {
      'own.ts': `${head}const own = source('raw.own', 'One.', { key: ['id'], columns: { id: bigint('Item.'), n: nullable(integer('A number.')) } })\n${plain('one', 'one').replace('r: items0', 'r: own')}`,
      'fusion.config.ts': config("import { one } from './own.js'", 'one, '),
    },
    after: {
      'views/view23.ts': text('views/view23.ts', (own) =>
        own.replace(
          /import \{ v11 as read \}.*/,
          "import { bigint, integer, nullable, source } from 'fusion-store'\nconst read = source('raw.own', 'Another.', { key: ['id'], columns: { id: bigint('Item.'), n: nullable(integer('A number.')) } })",
        ),
      ),
    },
    outcome: 'refused',
  },
  'two modules export one view of a third': {
    before: {
      'a.ts': `${head}${plain('a', 'a')}`,
      'b.ts': `${head}export { a } from './a.js'\n${plain('b', 'b')}`,
      'c.ts': `${head}export { a } from './a.js'\n${plain('c', 'c')}`,
      'both.ts': "export * from './b.js'\nexport * from './c.js'\n",
      'fusion.config.ts': config("import * as both from './both.js'", '...Object.values(both), '),
    },
    after: { 'views/view23.ts': changed },
    outcome: 'whole',
  },
  'modules import each other': {
    before: {
      ...cycle,
      'views/view22.ts': text(
        'views/view22.ts',
        (own) => `import { ba } from '../b.js'\n${own.replace("'View 22.'", 'ba')}`,
      ),
      'views/view23.ts': text(
        'views/view23.ts',
        (own) => `import { ab } from '../a.js'\n${own.replace("'View 23.'", 'ab')}`,
      ),
    },
    after: {
      'views/view23.ts': text(
        'views/view23.ts',
        (own) => `import { ab } from '../a.js'\n${own.replace("'View 23.'", '`${ab}!`')}`,
      ),
    },
    outcome: 'whole',
  },
  'the config enters a cycle elsewhere': {
    before: {
      ...cycle,
      'v.ts': `${head}import { ab } from './a.js'\n${plain('v', 'v', '${ab}').replaceAll("'${ab}'", 'ab')}`,
      'w.ts': `${head}import { ba } from './b.js'\n${plain('w', 'w', '${ba}').replaceAll("'${ba}'", 'ba')}`,
      'fusion.config.ts': config("import { v } from './v.js'\nimport { w } from './w.js'", 'v, w, '),
    },
    after: { 'fusion.config.ts': config("import { w } from './w.js'\nimport { v } from './v.js'", 'v, w, ') },
    outcome: 'whole',
  },
  'a view of a list is read by its name': {
    before: {
      'list.ts': `${head}export const list = ['a', 'b'].map((k) => view(\`ml.l_\${k}\`, 'Of a list.', { r: items0 }, (db) => db.selectFrom('r').select(['r.id', 'r.n'])).describe({ n: 'First.' }))\n`,
      'reader.ts': byName('l_a'),
      'fusion.config.ts': config(
        "import { list } from './list.js'\nimport { byName } from './reader.js'",
        '...list, byName, ',
      ),
    },
    after: {
      'list.ts': `${head}export const list = ['a', 'b'].map((k) => view(\`ml.l_\${k}\`, 'Of a list.', { r: items0 }, (db) => db.selectFrom('r').select(['r.id', 'r.n'])).describe({ n: 'Second.' }))\n`,
    },
    outcome: 'in part',
  },
  'a view that no module exports is read by its name': {
    before: {
      'map.ts': `${head}const views = new Map([['a', ${plain('', '')
        .replace(/^export const {2}= /, '')
        .replace("'ml.'", "'ml.m_a'")
        .trim()}]])\nexport const one = () => views.get('a')!\n`,
      'reader.ts': byName('m_a'),
      'fusion.config.ts': config(
        "import { one } from './map.js'\nimport { byName } from './reader.js'",
        'one(), byName, ',
      ),
    },
    after: { 'views/view23.ts': changed },
    outcome: 'whole',
  },
  'the config lists another view of the same name': {
    before: {
      'one.ts': `${head}${plain('one', 'same', 'One.')}`,
      'other.ts': `${head}${plain('other', 'same', 'Other.')}`,
      'reader.ts': byName('same'),
      'fusion.config.ts': config(
        "import { one } from './one.js'\nimport { other } from './other.js'\nimport { byName } from './reader.js'\nconst first = true",
        'first ? one : other, byName, ',
      ),
    },
    after: {
      'fusion.config.ts': config(
        "import { one } from './one.js'\nimport { other } from './other.js'\nimport { byName } from './reader.js'\nconst first = false",
        'first ? one : other, byName, ',
      ),
    },
    outcome: 'whole',
  },
  'a new file is beside a folder that an import means': {
    before: {
      'deep/k/index.ts': "export const k = 'index'\n",
      'views/view22.ts': text(
        'views/view22.ts',
        (own) => `import { k } from '../deep/k'\n${own.replace("'View 22.'", 'k')}`,
      ),
    },
    after: { 'deep/k.ts': "export const k = 'file'\n", 'views/view23.ts': changed },
    outcome: 'whole',
  },
  'a new file is where tsconfig.json looks first': {
    before: {
      'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@lib/*': ['./over/*', './lib/*'] } } }),
      'over/README.md': '',
      'lib/k.ts': "export const k = 'lib'\n",
      'views/view22.ts': text(
        'views/view22.ts',
        (own) => `import { k } from '@lib/k.js'\n${own.replace("'View 22.'", 'k')}`,
      ),
    },
    after: { 'over/k.ts': "export const k = 'over'\n", 'views/view23.ts': changed },
    outcome: 'whole',
  },
  'a view newly reads another': {
    before: {},
    after: {
      'views/view23.ts': text('views/view23.ts', (own) =>
        own.replace(/import \{ v11 as read \}.*/, "import { v5 as read } from './view5.js'"),
      ),
    },
    outcome: 'in part',
  },
  'a view newly reads another by its name': {
    before: {},
    after: {
      'views/view23.ts': text('views/view23.ts', (own) =>
        own.replace(
          /import \{ v11 as read \}.*/,
          "const read = published<{ readonly id: string; readonly n: number | null }>('ml.v_5')",
        ),
      ),
    },
    outcome: 'in part',
  },
  'a module exports an object that throws when it is read': {
    before: {
      'odd.ts': "export const odd = { get x(): number { throw new Error('not read') } }\n",
      'views/view22.ts': text(
        'views/view22.ts',
        (own) => `import { odd } from '../odd.js'\n${own.replace("'View 22.'", "odd ? 'Odd.' : ''")}`,
      ),
    },
    after: { 'views/view23.ts': changed },
    outcome: 'in part',
  },
  'the layer of a stored relation changes': {
    before: {
      'st.ts': stored('N.'),
      'reader.ts': byName('st_live'),
      'fusion.config.ts': config(
        "import { st } from './st.js'\nimport { byName } from './reader.js'",
        'st, byName, ',
      ),
    },
    after: { 'st.ts': stored('Another.') },
    outcome: 'in part',
  },
  'a module comes to be beside the project folder': {
    before: {},
    after: { '../beside.ts': 'export const x = 1\n', 'views/view23.ts': changed },
    outcome: 'in part',
  },
  'what is generated comes to be': {
    before: {},
    after: { 'generated/rows.ts': '// Generated.\n', 'views/view23.ts': changed },
    outcome: 'in part',
  },
}

test.each(Object.entries(scenarios))('%s', (_, { before, after, outcome }) => {
  const project = projectFolder()
  try {
    const first = { ...Object.fromEntries(files), ...before }
    const outcomes = compiledAfter(project, [
      first,
      after,
      before,
      { 'views/view23.ts': `${text('views/view23.ts')}\n` },
    ])
    expect(outcomes[0]).toBe('whole')
    expect(outcomes[1]).toBe(outcome)
  } finally {
    project.remove()
  }
})
