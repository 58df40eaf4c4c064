import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { reservedWords } from '../../model/sql-keywords.js'
import type { FoundColumn, FoundTable, FoundTables } from './read-tables.js'
import { DeclaredTypes } from './declared-types.js'
import { camelCase, fileName, Identifiers, memberName } from './identifiers.js'
import type { StarterStore } from './starter-store.js'
import { literal, TypeScriptModule } from './typescript-module.js'

/** Names imported by the generated modules. */
const IMPORTED =
  'arrayOf bigint boolean collated collation compositeType date domainType double enumType extensionType integer ' +
  'jsonb nullable numeric opaqueType rangeType source sqlType text timestamptz view defineProject'

export interface DatabaseStore extends StarterStore {
  readonly notes: readonly Diagnostic[]
}

/** Prefix of a comment made from a name, so that it can be found and replaced. */
const PLACEHOLDER = 'TODO:'

interface Declared {
  readonly table: FoundTable
  readonly identifier: string
  readonly module: TypeScriptModule
  readonly columns: readonly FoundColumn[]
  readonly key: readonly string[]
}

/**
 * Creates sources for the tables of a database: a module for each schema, one for the types, and a view that reads one
 * of the tables.
 *
 * @param taken names of all relations of the database, as `schema.name`.
 */
export async function databaseStore(found: FoundTables, taken: ReadonlySet<string>): Promise<DatabaseStore> {
  const identifiers = new Identifiers(IMPORTED.split(' '))
  const notes: Diagnostic[] = []
  const leftOut = (relation: string, column: string | undefined, message: string, hint: string): void =>
    void notes.push({
      code: 'FS567',
      place: { relation, ...(column !== undefined && { column }) },
      message,
      hint,
    })

  const tables = found.tables.filter((table) => {
    const isDotted = table.schema.includes('.')
    if (isDotted)
      leftOut(
        displayName(table),
        undefined,
        'left out: its schema name contains a dot, and declarations split names at the first dot',
        'Read it through a view in another schema.',
      )
    return !isDotted
  })
  const sharedNames = namesOfSeveral(tables)
  const names = tables.map((table) => {
    const withSchema = camelCase(`${table.schema} ${table.name}`)
    return identifiers.take(
      sharedNames.has(table.name) ? [withSchema] : [camelCase(table.name), withSchema],
      'Table',
    )
  })
  const types = new DeclaredTypes(
    new TypeScriptModule('sources/types.ts'),
    found.types,
    found.domainNeeds,
    identifiers,
  )

  let placeholders = 0
  const sentence = (comment: string | null, words: string): string => {
    if (comment !== null && comment.trim() !== '') return comment
    placeholders++
    return `${PLACEHOLDER} ${words}.`
  }
  const modules = new Map<string, TypeScriptModule>()
  const files = new Set(['types'])
  const declared = tables.flatMap((table, at): Declared[] => {
    const identifier = names[at] ?? ''
    const relation = displayName(table)
    const module =
      modules.get(table.schema) ?? new TypeScriptModule(`sources/${fileName(table.schema, files)}.ts`)
    modules.set(table.schema, module)
    const columns = table.columns.flatMap((column): { found: FoundColumn; code: string }[] => {
      const code = columnCode(column, sentence(column.comment, wordsOf(column.name)), types, module)
      if (code !== undefined) return [{ found: column, code }]
      const why = `left out: its type, ${column.type}, cannot be declared`
      leftOut(relation, column.name, why, 'Read it through a view that turns it into a built-in type.')
      return []
    })
    if (columns.length === 0) {
      leftOut(relation, undefined, 'left out: it has no column that can be declared', 'Declare it by hand.')
      return []
    }
    const present = new Set(columns.map((column) => column.found.name))
    const key = table.key.every((name) => present.has(name)) ? table.key : []
    const members = columns.map(({ found: { name }, code }) => `${memberName(name)}: ${code},`)
    const noKey = key.length === 0 ? '// The database has no key for this table.\n' : ''
    module.declare(
      `export const ${identifier} = source(${literal(relation)}, ` +
        `${literal(sentence(table.comment, `rows of ${relation}`))}, {\n${noKey}` +
        `key: [${key.map(literal).join(', ')}],\ncolumns: {\n${members.join('\n')}\n},\n})`,
    )
    module.use('source')
    return [{ table, identifier, module, columns: columns.map((column) => column.found), key }]
  })

  if (declared.length === 0) throw new DiagnosticError([nothingLeft, ...notes])
  for (const domain of types.withoutConditions)
    notes.push({
      code: 'FS567',
      place: { relation: displayName(domain) },
      message: 'declared without its conditions: they refer to objects that the compiler does not have',
      hint: 'fusion check --database cannot compare this domain (FS702). Declare it with opaqueType if views only select it.',
    })
  if (placeholders > 0)
    notes.push({
      code: 'FS569',
      place: {},
      message: `${placeholders === 1 ? '1 comment was' : `${placeholders} comments were`} made from names, because the database has none`,
      hint: `They begin with ${PLACEHOLDER} in sources/. Replace each with a sentence that describes the column.`,
    })

  const view = viewModule(declared, identifiers, taken)
  const written = [types.module, ...modules.values(), view.module].filter((module) => !module.isEmpty)
  return {
    modules: await Promise.all(
      written.map(async (module) => ({ path: module.path, text: await module.text() })),
    ),
    view: { identifier: view.identifier, module: view.module.path.replace(/\.ts$/, '') },
    notes,
  }
}

const nothingLeft: Diagnostic = {
  code: 'FS565',
  place: {},
  message: 'none of the requested tables can be declared as a source',
  hint: 'The reasons follow. Select other tables with --schema or --table.',
}

/** Table names that occur in more than one schema. */
function namesOfSeveral(tables: readonly FoundTable[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(tables.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size))
}

const wordsOf = (name: string): string => name.replace(/[_\s]+/g, ' ').trim() || 'unnamed'

function columnCode(
  { type, collation, notNull }: FoundColumn,
  comment: string,
  types: DeclaredTypes,
  into: TypeScriptModule,
): string | undefined {
  const plain = types.column(type, comment, into)
  if (plain === undefined) return undefined
  const by = collation && types.collation(collation, into)
  const collated = by === undefined ? plain : `${into.use('collated')}(${plain}, ${by})`
  return notNull ? collated : `${into.use('nullable')}(${collated})`
}

/** Maximum number of columns of the first view. */
const MOST_COLUMNS = 8

/** Whether a column name needs neither quotes nor an alias. */
const isPlain = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !reservedWords.has(name)

/** The first view: some columns of the first table with a key, or a row count if no table has one. */
function viewModule(
  declared: readonly Declared[],
  identifiers: Identifiers,
  taken: ReadonlySet<string>,
): { readonly identifier: string; readonly module: TypeScriptModule } {
  const plainOf = ({ columns, key }: Declared): readonly string[] => {
    const names = columns.map(({ name }) => name)
    return [...key, ...names.filter((name) => !key.includes(name))].filter(isPlain)
  }
  const read =
    declared.find(({ key }) => key.length > 0 && key.every(isPlain)) ??
    declared.find((one) => plainOf(one).length > 0) ??
    declared[0]
  if (!read) throw new Error('no source was declared')
  const plain = plainOf(read).slice(0, MOST_COLUMNS)
  const file = `v_${fileName(read.table.name, new Set(), 'relation').replaceAll('-', '_')}`.slice(0, 50)
  let name = `ml.${file}`
  for (let number = 2; taken.has(name); number++) name = `ml.${file}_${number}`
  const identifier = identifiers.take([`${read.identifier}Features`], 'View')
  const module = new TypeScriptModule(`views/${name.slice('ml.'.length)}.ts`)
  const relation = displayName(read.table)
  const select =
    plain.length > 0
      ? `.select([${plain.map((column) => literal(`t.${column}`)).join(', ')}]),\n)`
      : `.select((eb) => eb.fn.countAll<string>().as('row_cnt')),\n).describe({ row_cnt: 'Rows.' })`
  module.declare(
    `/** A view is created in the database. It reads sources, layers, aggregates and other views. */
export const ${identifier} = ${module.use('view')}(${literal(name)}, ${literal(`Features of ${relation}.`)}, { t: ${module.use(
      read.identifier,
      `../${read.module.path.replace(/\.ts$/, '.js')}`,
    )} }, (db) =>
  db.selectFrom('t')${select}`,
  )
  return { identifier, module }
}
