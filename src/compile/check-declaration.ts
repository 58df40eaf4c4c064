import { SelectQueryNode } from 'kysely'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import { reservedWords } from '../model/sql-keywords.js'
import { inputsOf } from './collect-declarations.js'
import { checkColumnKeys, checkPlainColumns } from './check-column-keys.js'
import { checkTexts } from './check-texts.js'
import { checkValues } from './check-values.js'
import { type Faults, type Origin, originOf, splitName } from './context.js'
import { walk } from './lower/map-node.js'
import { factsOf } from './lower/node-facts.js'
import type { OutputsOf } from './lower/outputs.js'
import { reportUnknown } from './lower/references.js'
import { isSupported } from './print/nodes.js'
import { isJoinSupported } from './print/queries.js'

/** Postgres cuts longer names off without a word. */
const NAME_BYTES = 63

/** What is wrong with one declaration by itself. */
export function checkDeclaration(declaration: Declaration, faults: Faults, outputsOf: OutputsOf): void {
  const origin = originOf(declaration)
  if (declaration.kind === 'reference') return
  if ('thrown' in declaration && declaration.thrown) {
    faults.add(
      origin,
      'FS163',
      `"${declaration.name}" threw: ${declaration.thrown.message}`,
      'Mend the expression it was building.',
    )
  }
  for (const [name, input] of inputsOf(declaration)) {
    if (input) continue
    faults.add(
      origin,
      'FS150',
      `input "${name}" of "${declaration.name}" is undefined`,
      'Its module imports this one in a circle, or exports nothing of that name: layers may only build on earlier ones.',
    )
  }
  checkRelationName(declaration, faults, origin)
  checkTexts(declaration, faults, outputsOf)
  if (declaration.kind === 'source') {
    checkPlainColumns(declaration.columns, declaration, faults)
    return checkKey(declaration.key, Object.keys(declaration.columns), faults, origin)
  }
  for (const { name, site } of outputsOf(declaration)) {
    checkName(name, faults, originOf(declaration, name, site), 'column')
  }
  if (declaration.kind === 'aggregate') {
    checkColumnKeys(declaration.columns, declaration, faults)
    for (const [name, { node, site }] of Object.entries(declaration.columns)) {
      checkNodes(node, faults, originOf(declaration, name, site))
    }
  } else checkQuery(declaration, faults, origin, outputsOf)
}

function checkQuery(
  declaration: QueryDeclaration,
  faults: Faults,
  origin: Origin,
  outputsOf: OutputsOf,
): void {
  const { query, steps, thrown } = declaration
  if (query) checkNodes(query, faults, origin)
  else if (!thrown)
    faults.add(origin, 'FS156', `"${declaration.name}" is no SELECT`, 'Build it with db.selectFrom(…).')
  const before = new Set((query ? outputsOf({ ...declaration, steps: [] }) : []).map(({ name }) => name))
  for (const step of steps) {
    const known = [...before]
    checkColumnKeys(step.columns, declaration, faults)
    for (const [name, { node, site }] of Object.entries(step.columns)) {
      const at = originOf(declaration, name, site)
      checkNodes(node, faults, at)
      // Also where nobody reads the column yet.
      for (const read of factsOf(node).columns)
        if (!known.includes(read)) reportUnknown(faults, at, read, known)
      if (before.has(name)) {
        faults.add(
          at,
          'FS153',
          `"${declaration.name}" has two columns named "${name}"`,
          'Rename one of them or leave it out.',
        )
      }
      before.add(name)
    }
  }
  if (declaration.kind !== 'view') return
  for (const { name, comment, site } of outputsOf(declaration)) {
    if (comment !== '') continue
    const hint = 'Declare it with column("A sentence.", …) or say it with .describe({ … }).'
    faults.add(
      originOf(declaration, name, site),
      'FS161',
      `column "${name}" of "${declaration.name}" has no comment`,
      hint,
    )
  }
}

function checkKey(key: readonly string[], columns: readonly string[], faults: Faults, origin: Origin): void {
  for (const column of key.filter((name) => !columns.includes(name))) {
    faults.add(
      origin,
      'FS152',
      `key column "${column}" is not declared`,
      `Columns there: ${columns.join(', ')}.`,
    )
  }
}

function checkRelationName(declaration: Declaration, faults: Faults, origin: Origin): void {
  const { schema, name } = splitName(declaration.name)
  if (declaration.kind === 'source' || declaration.kind === 'view') {
    if (schema === '' || name === '') {
      faults.add(origin, 'FS162', `"${declaration.name}" has no schema`, 'Name it "schema.relation".')
    }
  } else if (schema !== '') {
    faults.add(
      origin,
      'FS162',
      `"${declaration.name}" is no object of the database and takes no schema`,
      `Name it "${name}".`,
    )
  }
  if (declaration.comment.trim() === '') {
    faults.add(origin, 'FS161', `"${declaration.name}" has no comment`, 'Say in a sentence what it is.')
  }
  // What an upstream calls its tables is not ours to judge.
  if (declaration.kind !== 'source') checkName(name, faults, origin, 'relation')
}

function checkName(name: string, faults: Faults, origin: Origin, what: string): void {
  const bytes = Buffer.byteLength(name)
  if (bytes > NAME_BYTES) {
    faults.add(
      origin,
      'FS154',
      `${what} name "${name}" is ${bytes} bytes long; Postgres keeps ${NAME_BYTES}`,
      'Shorten it.',
    )
  }
  if (reservedWords.has(name)) {
    faults.add(
      origin,
      'FS155',
      `${what} name "${name}" is a reserved word of SQL`,
      'Choose a name that nobody has to quote.',
    )
  }
}

/** Nodes that no view can hold, joins of other databases, and values without a literal. */
function checkNodes(root: Parameters<typeof walk>[0], faults: Faults, origin: Origin): void {
  walk(root, (node) => {
    if (!isSupported(node.kind)) {
      const hint = 'A view is one SELECT: declare it with the query builder alone.'
      faults.add(origin, 'FS156', `"${origin.relation}" uses ${node.kind}, which a view cannot hold`, hint)
    }
    if ('joinType' in node && !isJoinSupported(node.joinType as Parameters<typeof isJoinSupported>[0])) {
      faults.add(
        origin,
        'FS156',
        `"${origin.relation}" uses ${String(node.joinType)}, which Postgres lacks`,
        'Use a lateral join.',
      )
    }
    if (SelectQueryNode.is(node) && (node.endModifiers?.length ?? node.top)) {
      faults.add(
        origin,
        'FS156',
        `"${origin.relation}" locks rows or uses TOP`,
        'Leave it to the query that reads the view.',
      )
    }
    checkValues(node, faults, origin)
  })
}
