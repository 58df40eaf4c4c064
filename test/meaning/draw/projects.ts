import { sql } from 'kysely'
import {
  aggregate,
  bigint,
  boolean,
  column,
  countRows,
  countWhere,
  defineProject,
  integer,
  layer,
  maxWhere,
  meanWhere,
  minWhere,
  nullable,
  type Query,
  type Relation,
  source,
  text,
  view,
} from 'fusion-store'
import { drawExpression } from './expressions.js'
import { eb, type ExpressionScope } from './references.js'
import { QueryDraw } from './queries.js'
import type { Input } from './scope-draw.js'
import type { Any, Drawn, DrawnColumn, Kind } from './relations.js'
import type { Tape } from './tape.js'

/** A project that was drawn, and the rows of its sources. */
export interface DrawnProject {
  readonly project: ReturnType<typeof defineProject>
  /** For each source with rows, by name, the statement that inserts them. */
  readonly inserts: ReadonlyMap<string, string>
}

const COLUMN = { int: integer, text, bool: boolean } as const
/** Integers of another width, so that keys are joined across types. */
const WIDE: ReadonlySet<string> = new Set(['level', 'b'])
const NAMES = ['o', 'c', 'orders', 'p', 'found', 'l', 'x', 'select', 'row_1', 'toString'] as const

const SOURCES: readonly { readonly name: string; readonly columns: readonly DrawnColumn[] }[] = [
  {
    name: 'up.orders',
    columns: [
      { name: 'id', kind: 'int', nullable: false },
      { name: 'customer_id', kind: 'int', nullable: false },
      { name: 'amount', kind: 'int', nullable: true },
      { name: 's', kind: 'text', nullable: true },
      { name: 'flag', kind: 'bool', nullable: true },
    ],
  },
  {
    name: 'up.Customers',
    columns: [
      { name: 'customer_id', kind: 'int', nullable: false },
      { name: 'level', kind: 'int', nullable: true },
      { name: 'Full name', kind: 'text', nullable: true },
    ],
  },
  {
    name: 'up.events',
    columns: [
      { name: 'a', kind: 'int', nullable: true },
      { name: 'b', kind: 'int', nullable: true },
      { name: 'Order by', kind: 'text', nullable: false },
    ],
  },
]

/** Draws a project: its sources with rows, layers, aggregates and views over them. */
export function drawProject(tape: Tape): DrawnProject {
  const sources = SOURCES.map(drawSource)
  const drawn: Drawn[] = [...sources]
  const inserts = new Map(SOURCES.flatMap((declared) => drawRows(tape, declared)))
  for (let n = 1 + tape.number(4); n > 0; n -= 1) {
    const at = drawn.length
    drawn.push(
      tape.one<Drawn>({
        layer: () => drawQuery(tape, drawn, `layer_${at}`, 'layer'),
        'aggregate declaration': () => drawAggregate(tape, drawn, `agg_${at}`),
        view: () => drawQuery(tape, drawn, `v.view_${at}`, 'view'),
      }),
    )
  }
  drawn.push(drawQuery(tape, drawn, 'v.last', 'view'))
  const views = drawn.filter(({ kind }) => kind === 'view').map(({ relation }) => relation)
  return { project: defineProject({ name: 'drawn', sql: { '01_views.sql': views } }), inserts }
}

function drawSource({ name, columns }: (typeof SOURCES)[number]): Drawn {
  const declared = Object.fromEntries(
    columns.map((c) => {
      const made = (WIDE.has(c.name) ? bigint : COLUMN[c.kind])(`${c.name}.`)
      return [c.name, c.nullable ? nullable(made as never) : made]
    }),
  )
  const key = name === 'up.events' ? [] : [columns[0]?.name ?? '']
  const relation = source(name, 'A source.', { key: key as never, columns: declared as never })
  return { kind: 'source', name, columns, by: [], relation: relation as Relation<object> }
}

function drawRows(tape: Tape, { name, columns }: (typeof SOURCES)[number]): [string, string][] {
  const isKeyed = name !== 'up.events'
  const rows = tape.list(0, 6, (at) =>
    columns.map((c, i) => {
      if (isKeyed && i === 0) return String(at)
      if (c.nullable && tape.oneIn(4)) return 'NULL'
      if (c.kind === 'int') return String(tape.number(5) - 1)
      return c.kind === 'bool' ? tape.pick(['true', 'false']) : tape.pick(["'x'", "'y,z'", "''", "'o''k'"])
    }),
  )
  const [schema = '', table = ''] = name.split('.')
  const values = rows.map((row) => `(${row.join(', ')})`).join(', ')
  return rows.length > 0 ? [[name, `INSERT INTO "${schema}"."${table}" VALUES ${values};\n`]] : []
}

function drawQuery(tape: Tape, known: readonly Drawn[], name: string, kind: 'layer' | 'view'): Drawn {
  const inputs: Input[] = []
  const aggregates = known.filter((drawn) => drawn.kind === 'aggregate')
  const others = known.filter((drawn) => drawn.kind !== 'aggregate')
  const add = (drawn: Drawn): void => {
    const wanted = tape.pick(NAMES)
    inputs.push({ as: inputs.some(({ as }) => as === wanted) ? `i${inputs.length}` : wanted, drawn })
  }
  // The latest first, so that what was declared is read.
  add(others[others.length - 1 - tape.number(others.length)] as Drawn)
  for (let n = tape.number(3); n > 0; n -= 1) add(tape.pick(others))
  for (const drawn of aggregates) if (tape.oneIn(2)) add(drawn)
  let columns: readonly DrawnColumn[] = []
  const named = Object.fromEntries(inputs.map(({ as, drawn }) => [as, drawn.relation]))
  const declare = kind === 'layer' ? layer : view
  let query = declare(name, 'Drawn.', named, (db) => {
    const made = new QueryDraw(tape, inputs).draw(db as never)
    columns = made.columns
    return made.query as never
  }) as Query<object>
  for (let n = tape.number(4); n > 0; n -= 1) {
    const added = drawStep(tape, columns)
    const define = () =>
      Object.fromEntries(
        added.map(({ column: { name: n2 }, expression }) => [n2, column('Drawn.', expression)]),
      )
    query = tape.one<Query<object>>({
      columns: () => query.columns(define as never) as never,
      once: () => query.once(define as never) as never,
    })
    columns = [...columns, ...added.map((step) => step.column)]
  }
  const described = Object.fromEntries(columns.map((c) => [c.name, 'Drawn.']))
  if (kind === 'layer' && tape.oneIn(6)) {
    tape.count('layer computed once')
    query = query.materialized()
  }
  return { kind, name, columns, by: [], relation: query.describe(described as never) as Relation<object> }
}

function drawStep(tape: Tape, columns: readonly DrawnColumn[]): { column: DrawnColumn; expression: Any }[] {
  const added: { column: DrawnColumn; expression: Any }[] = []
  for (let n = 1 + tape.number(2); n > 0; n -= 1) {
    const kind = tape.pick(['int', 'bool', 'text'] as const) as Kind
    const scope = { tape, items: [{ alias: 'row', columns }], bare: true, windows: tape.oneIn(4) }
    const expression = kind === 'int' && tape.oneIn(8) ? setReturning(scope) : drawExpression(scope, kind, 2)
    added.push({ column: { name: `k${columns.length + added.length}`, kind, nullable: true }, expression })
  }
  return added
}

/** A step that makes more rows, or none, out of one. */
function setReturning(scope: ExpressionScope): Any {
  scope.tape.count('set-returning function in a step')
  return sql`generate_series(1, least(${drawExpression(scope, 'int', 1)}, 3))` as never
}

function drawAggregate(tape: Tape, known: readonly Drawn[], name: string): Drawn {
  const of = tape.pick(
    known.filter(({ kind, columns }) => kind !== 'aggregate' && columns.some((c) => c.kind === 'int')),
  )
  const integers = of.columns.filter(({ kind }) => kind === 'int').map((c) => c.name)
  const first = tape.pick(integers)
  const by =
    tape.oneIn(3) && integers.length > 1 ? [first, integers.find((n) => n !== first) as string] : [first]
  const scope = { tape, items: [{ alias: 'row', columns: of.columns }], bare: true, windows: false }
  const expression = (kind: Kind): never => drawExpression(scope, kind, 1) as never
  const columns: DrawnColumn[] = of.columns.filter((c) => by.includes(c.name))
  const made = tape.list(1, 3, (at) => {
    const [kind, value] = tape.one<readonly [Kind, Any]>({
      countRows: () => ['int', countRows() as never],
      countWhere: () => ['int', countWhere(expression('bool')) as never],
      maxWhere: () => ['int', maxWhere(expression('int'), expression('bool')) as never],
      minWhere: () => ['text', minWhere(expression('text')) as never],
      meanWhere: () => ['int', eb.cast(meanWhere(expression('int')) as never, 'integer') as never],
      'raw count': () => ['int', sql`count(distinct ${expression('int')})::integer` as never],
      'raw count of a bare name': () => ['int', sql`count(${sql.id(first)})::integer` as never],
      'aggregate of an expression': () => [
        'int',
        sql`coalesce(sum(${expression('int')}), -1)::integer` as never,
      ],
      string_agg: () => {
        const joined = expression('text')
        return ['text', sql`string_agg(${joined}, '|' order by ${expression('text')}, ${joined})` as never]
      },
      'jsonAgg of the row': () => ['int', sql`jsonb_array_length(jsonb_agg(${eb.table('row')}))` as never],
    })
    columns.push({ name: `g${at}_${name}`, kind, nullable: true })
    return [`g${at}_${name}`, column('Drawn.', value)] as const
  })
  const relation = aggregate(
    name,
    'Drawn.',
    { of: of.relation, by: by as never },
    () => Object.fromEntries(made) as never,
  )
  return { kind: 'aggregate', name, columns, by, relation: relation as Relation<object> }
}
