/** A view of the store. */
interface View {
  readonly id: number
  readonly name: string
  readonly folder: string
  readonly limit: number
  /** The view that it reads; undefined for a source. */
  readonly reads: number | undefined
  /** Whether it reads that view by its name, and not by import. */
  readonly byName: boolean
  /** What its module has besides: a layer that its readers read, an aggregate, raw text, an invariant. */
  readonly has: 'nothing' | 'layer' | 'aggregate' | 'raw' | 'invariant'
  /** Comment lines at the top of its module. */
  readonly lines: number
}

/** How the config gets the views. */
type Listing = 'imports' | 'index' | 'lists' | 'namespace'

export interface State {
  readonly views: readonly View[]
  readonly helper: number
  readonly sourceComment: string
  readonly isOneFile: boolean
  readonly listing: Listing
  /** A mutable value makes the modules depend on the order in which they are evaluated. */
  readonly counts: boolean
  readonly mistake: 'none' | 'syntax' | 'column' | 'name'
  /** The config looks into the views that it lists. */
  readonly looks: boolean
}

export type Files = ReadonlyMap<string, string>

export interface Edit {
  readonly kind: string
  /** Of which view. */
  readonly at: number
  readonly value: number
}

const moduleOf = ({ id, folder }: View): string => `${folder}/view${id}`
const upTo = (folder: string): string => '../'.repeat(folder.split('/').length)

/** What a module has, by the view's number and its constant. */
const parts = {
  nothing: (id: number, limit: number) => ({ column: `f${id}: flag(eb('n', '>', ${limit}))` }),
  layer: (id: number, limit: number) => ({
    column: `f${id}: flag(eb('n', '<', ${limit}))`,
    after: `export const l${id} = layer('l${id}', 'Layer ${id}.', { v: v${id} }, (db) =>
  db.selectFrom('v').select(['v.id', 'v.n']).where('v.n', '>', ${limit}))\n`,
  }),
  aggregate: (id: number, limit: number) => ({
    column: `f${id}: flag(eb('most', '>', ${limit}))`,
    before: `const a${id} = aggregate('a${id}', 'By item.', { of: read, by: ['id'] }, (eb) => ({
  most: column('Most.', maxWhere(eb.ref('n'))),
}))\n`,
    join: `.innerJoin('a', 'a.id', 'r.id').select('a.most')`,
    input: `, a: a${id}`,
  }),
  raw: (id: number, limit: number) => ({
    column: `f${id}: column('Raw.', sql<number | null>\`abs(\${eb.ref('n')}) + ${limit}\`)`,
    before: `import { sql } from 'kysely'\n`,
  }),
  invariant: (id: number, limit: number) => ({
    column: `f${id}: flag(eb('n', '>', ${limit}))`,
    invariant: `.invariants((eb) => ({ i${id}: column('Known.', isTrue(eb('n', '<', ${limit} + 1000))) }))`,
  }),
} satisfies Record<View['has'], (id: number, limit: number) => Part>

interface Part {
  readonly column: string
  readonly before?: string
  readonly after?: string
  readonly input?: string
  readonly join?: string
  readonly invariant?: string
}

function textOf(view: View, read: View | undefined, { mistake, views }: State): string {
  const { id, name, folder, limit, byName, has, lines } = view
  const wrong = view === views[0] ? mistake : 'none'
  const up = upTo(folder)
  const exported = read?.has === 'layer' && id % 2 === 0 ? 'l' : 'v'
  const reading = !read
    ? `import { items${id % 2} as read } from '${up}sources${id % 2}.js'`
    : byName
      ? `const read = published<{ readonly id: string; readonly n: number | null }>('ml.${read.name}')`
      : `import { ${exported}${read.id} as read } from '${up}${moduleOf(read)}.js'`
  const part: Part = parts[has](id, limit)
  return `${'// A line.\n'.repeat(lines)}import { aggregate, column, isTrue, layer, maxWhere, published, view } from 'fusion-store'
import { flag, most } from '${up}lib/helper.js'
${reading}
${part.before ?? ''}
export const v${id} = view('ml.${wrong === 'name' ? 'v_1' : name}', 'View ${id}.', { r: read${part.input ?? ''} }, (db) =>
  db.selectFrom('r')${part.join ?? ''}.select(['r.id', 'r.${wrong === 'column' ? 'm' : 'n'}']).where('r.n', '<', most + ${limit}),
)
  .describe({ id: 'Item.', n: 'A number.' })
  .columns((eb) => ({ ${part.column} }))${part.invariant ?? ''}${wrong === 'syntax' ? ' +' : ''}
${part.after ?? ''}`
}

export function rendered(state: State): Files {
  const { views, helper, sourceComment, isOneFile, listing, counts, looks } = state
  const files = new Map<string, string>()
  files.set(
    'lib/helper.ts',
    `import { column, type Condition, isTrue } from 'fusion-store'
${counts ? 'let made = 0\n' : ''}export const most = ${helper}
export const flag = (condition: Condition) => column(${counts ? '`Flag ${(made += 1)}.`' : "'A flag.'"}, isTrue(condition))
`,
  )
  for (const n of [0, 1])
    files.set(
      `sources${n}.ts`,
      `import { bigint, integer, nullable, source } from 'fusion-store'
export const items${n} = source('raw.items${n}', '${sourceComment}', {
  key: ['id'], columns: { id: bigint('Item.'), n: nullable(integer('A number.')) },
})
`,
    )
  for (const view of views)
    files.set(
      `${moduleOf(view)}.ts`,
      textOf(
        view,
        views.find(({ id }) => id === view.reads),
        state,
      ),
    )
  const names = views.map(({ id }) => `v${id}`)
  const imports = views.map((view) => `import { v${view.id} } from './${moduleOf(view)}.js'`).join('\n')
  const of = { imports: '', index: '', lists: '', namespace: 'all.' }[listing]
  const listed = listing === 'lists' ? ['...list'] : names.map((name) => of + name)
  const sql =
    isOneFile || listing === 'lists'
      ? `{ 'all.sql': [${listed.join(', ')}] }`
      : `{ ${names.map((name) => `'${name}.sql': [${of}${name}]`).join(', ')} }`
  if (listing === 'index' || listing === 'namespace')
    files.set('index.ts', views.map((view) => `export * from './${moduleOf(view)}.js'\n`).join(''))
  if (listing === 'lists') files.set('index.ts', `${imports}\nexport const list = [${names.join(', ')}]\n`)
  const head = {
    imports,
    index: `import { ${names.join(', ')} } from './index.js'`,
    lists: `import { list } from './index.js'`,
    namespace: `import * as all from './index.js'`,
  }[listing]
  files.set(
    'fusion.config.ts',
    `import { defineProject } from 'fusion-store'
${head}
${looks ? `export const comment = ${listed[0] === '...list' ? 'list[0]' : listed[0]}?.declaration.comment\n` : ''}export default defineProject({ name: 'edited', sql: ${sql} })
`,
  )
  return files
}

const pick = (views: readonly View[], at: number): number => at % views.length
const changeView = (state: State, at: number, change: (view: View) => Partial<View>): State => ({
  ...state,
  views: state.views.map((view, i) => (i === pick(state.views, at) ? { ...view, ...change(view) } : view)),
})
const oneOf = <T>(all: readonly [T, ...T[]], value: number): T => all[value % all.length] ?? all[0]

/** An edit: what it does, by name, with numbers that say where. */
export const edits: Readonly<Record<string, (state: State, at: number, value: number) => State>> = {
  'a constant': (state, at, value) => changeView(state, at, () => ({ limit: value })),
  'another constant': (state, at, value) => changeView(state, at * 7, () => ({ limit: value })),
  'lines before a view': (state, at, value) => changeView(state, at, () => ({ lines: value % 4 })),
  'the name of a view': (state, at, value) =>
    changeView(state, at, ({ id }) => ({ name: `v_${value}_${id}` })),
  'the folder of a module': (state, at, value) =>
    changeView(state, at, () => ({ folder: oneOf(['views', 'views/deep', 'other'], value) })),
  'how a view is read': (state, at) => changeView(state, at, ({ byName }) => ({ byName: !byName })),
  'what a view reads': (state, at, value) =>
    changeView(state, at, ({ id }) => {
      const earlier = state.views.filter((other) => other.id < id)
      return { reads: value % 3 === 0 ? undefined : earlier[value % Math.max(1, earlier.length)]?.id }
    }),
  'what a module has': (state, at, value) =>
    changeView(state, at, () => ({
      has: oneOf(['nothing', 'layer', 'aggregate', 'raw', 'invariant'], value),
    })),
  'a shared helper': (state, _, value) => ({ ...state, helper: value }),
  'a source': (state, _, value) => ({ ...state, sourceComment: `Items ${value}.` }),
  'the files': (state) => ({ ...state, isOneFile: !state.isOneFile }),
  'how views are listed': (state, _, value) => ({
    ...state,
    listing: oneOf(['imports', 'index', 'lists', 'namespace'], value),
  }),
  'one view more': (state, at, value) => {
    const id = Math.max(...state.views.map((view) => view.id)) + 1
    const reads = state.views[pick(state.views, at)]?.id
    const view = { ...first, id, name: `v_new_${id}`, limit: value, reads }
    return { ...state, views: [...state.views, view] }
  },
  'one view less': (state, at) => {
    const gone = state.views[pick(state.views, at)]?.id
    const views = state.views.filter(({ id }) => id !== gone)
    return {
      ...state,
      views: views.map((view) => (view.reads === gone ? { ...view, reads: undefined } : view)),
    }
  },
  'modules that count': (state) => ({ ...state, counts: !state.counts }),
  'a mistake': (state, _, value) => ({
    ...state,
    mistake: state.mistake === 'none' ? oneOf(['syntax', 'column', 'name'], value) : 'none',
  }),
  'a config that looks': (state) => ({ ...state, looks: !state.looks }),
}

/** What keeps a store from being compiled in part lasts for one edit, but for a mistake that is edited again. */
export function edited(state: State, { kind, at, value }: Edit): State {
  const { mistake, counts, looks } = state
  const healed: State = {
    ...state,
    mistake: kind === 'a mistake' ? mistake : 'none',
    counts: kind === 'modules that count' && counts,
    looks: kind === 'a config that looks' && looks,
  }
  return edits[kind]?.(healed, at, value) ?? healed
}

const first: View = {
  id: 0,
  name: 'v_0',
  folder: 'views',
  limit: 0,
  reads: undefined,
  byName: false,
  has: 'nothing',
  lines: 0,
}

/** Each view reads one of about half its number, so that a change concerns a few. */
export const store: State = {
  views: Array.from({ length: 24 }, (_, id) => ({
    ...first,
    id,
    name: `v_${id}`,
    folder: id % 3 === 0 ? 'views/deep' : 'views',
    limit: id,
    reads: id < 6 ? undefined : Math.floor(id / 2),
    byName: id % 5 === 0,
    has: oneOf(['nothing', 'layer', 'aggregate', 'raw', 'nothing', 'nothing'], id),
  })),
  helper: 10,
  sourceComment: 'Items.',
  isOneFile: true,
  listing: 'imports',
  counts: false,
  mistake: 'none',
  looks: false,
}
