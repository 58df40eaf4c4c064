import { type OperationNode, RawNode, SelectQueryNode } from 'kysely'
import type { AggregateDeclaration, Declaration, QueryDeclaration } from '../declare/relation.js'
import { reservedWords } from '../model/sql-keywords.js'
import { inputsOf } from './collect-declarations.js'
import { checkColumnKeys, checkPlainColumns } from './check-column-keys.js'
import { checkStored } from './check-stored.js'
import { checkPointInTime } from './check-point-in-time.js'
import { checkRecording } from './check-recording.js'
import { checkTexts } from './check-texts.js'
import { checkValues, holdsValues } from './check-values.js'
import { atNode, type DiagnosticCollector, type Origin, originOf, splitName } from './context.js'
import { checkExpression, reportRawText, reportUngrouped } from './check-expression.js'
import { NAME_BYTES } from './nodes/fresh-name.js'
import { walk } from './nodes/walk.js'
import type { OutputsOf } from './scope/outputs.js'
import { reportUnknown } from './scope/references.js'
import { isSupported } from './print/nodes.js'
import { isJoinSupported } from './print/queries.js'

/** Reports errors in a single declaration. */
export function checkDeclaration(
  declaration: Declaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const origin = originOf(declaration)
  if (declaration.kind === 'reference') return
  if ('thrown' in declaration && declaration.thrown) {
    diagnostics.add(
      origin,
      'FS163',
      `"${declaration.name}" threw: ${declaration.thrown.message}`,
      'Fix the expression it was building.',
    )
  }
  for (const [name, input] of inputsOf(declaration)) {
    if (input) continue
    diagnostics.add(
      origin,
      'FS150',
      `input "${name}" of "${declaration.name}" is undefined`,
      'Its module imports this one in a cycle, or has no export of that name: layers may only build on earlier ones.',
    )
  }
  checkRelationName(declaration, diagnostics, origin)
  checkTexts(declaration, diagnostics, outputsOf)
  if (declaration.kind === 'source') {
    checkPlainColumns(declaration.columns, declaration, diagnostics)
    checkRecording(declaration, origin, diagnostics)
    return checkKey(declaration.key, Object.keys(declaration.columns), diagnostics, origin)
  }
  for (const { name, site } of outputsOf(declaration) ?? []) {
    checkName(name, diagnostics, originOf(declaration, name, site), 'column')
  }
  if (declaration.kind === 'aggregate') checkAggregate(declaration, diagnostics, outputsOf)
  else checkQuery(declaration, diagnostics, origin, outputsOf)
}

function checkQuery(
  declaration: QueryDeclaration,
  diagnostics: DiagnosticCollector,
  origin: Origin,
  outputsOf: OutputsOf,
): void {
  const { query, steps, thrown, pointInTime } = declaration
  if (pointInTime) checkPointInTime(declaration, pointInTime, diagnostics, outputsOf)
  if (query) checkNodes(query, diagnostics, origin)
  else if (!thrown && !pointInTime)
    diagnostics.add(
      origin,
      'FS156',
      `"${declaration.name}" is not a SELECT`,
      'Build it with db.selectFrom(…).',
    )
  const own = outputsOf.ofQuery(declaration)
  const before = new Set((own ?? []).map(({ name }) => name))
  for (const step of steps) {
    const known = own && [...before]
    checkColumnKeys(step.columns, declaration, diagnostics)
    for (const [name, { node, site }] of Object.entries(step.columns)) {
      const at = originOf(declaration, name, site)
      checkNodes(node, diagnostics, at)
      checkExpression(node, { columns: known, aggregates: false }, at, diagnostics)
      if (before.has(name)) reportTwice(name, declaration, at, diagnostics)
      before.add(name)
    }
  }
  if (declaration.kind !== 'view') return
  if (declaration.stored) checkStored(declaration, declaration.stored, diagnostics, outputsOf)
  for (const { name, comment, site, isUnknown } of outputsOf(declaration) ?? []) {
    if (comment !== '' || isUnknown || name === '') continue
    const hint = 'Declare it with column("A sentence.", …) or describe it with .describe({ … }).'
    diagnostics.add(
      originOf(declaration, name, site),
      'FS161',
      `column "${name}" of "${declaration.name}" has no comment`,
      hint,
    )
  }
}

function reportTwice(
  name: string,
  declaration: Declaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  diagnostics.add(
    origin,
    'FS153',
    `"${declaration.name}" has two columns named "${name}"`,
    'Rename one of them or leave it out.',
  )
}

/** Reports errors in an aggregate: its key, and the rows and columns that it reads. */
function checkAggregate(
  declaration: AggregateDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const { of, by, columns } = declaration
  const origin = originOf(declaration)
  const known = of && outputsOf(of)?.map(({ name }) => name)
  for (const key of known ? by : [])
    if (!known?.includes(key)) reportUnknown(diagnostics, origin, key, known ?? [])
  if (by.length === 0) {
    diagnostics.add(
      origin,
      'FS157',
      `aggregate "${declaration.name}" has no key`,
      'Name the key columns with by: […].',
    )
  }
  if (of?.kind === 'aggregate') {
    diagnostics.add(
      origin,
      'FS159',
      `"${declaration.name}" aggregates an aggregate`,
      'Aggregate over a source, a layer or a view.',
    )
  }
  checkColumnKeys(columns, declaration, diagnostics)
  for (const [name, { node, site }] of Object.entries(columns)) {
    const at = originOf(declaration, name, site)
    checkNodes(node, diagnostics, at)
    checkExpression(node, { columns: known, aggregates: true }, at, diagnostics)
    reportUngrouped(node, at, diagnostics)
    if (by.includes(name)) reportTwice(name, declaration, at, diagnostics)
  }
}

function checkKey(
  key: readonly string[],
  columns: readonly string[],
  diagnostics: DiagnosticCollector,
  origin: Origin,
): void {
  for (const column of key.filter((name) => !columns.includes(name))) {
    diagnostics.add(
      origin,
      'FS152',
      `key column "${column}" is not declared`,
      `Columns there: ${columns.join(', ')}.`,
    )
  }
}

function checkRelationName(declaration: Declaration, diagnostics: DiagnosticCollector, origin: Origin): void {
  const { schema, name } = splitName(declaration.name)
  if (declaration.kind === 'source' || declaration.kind === 'view') {
    if (schema === '' || name === '') {
      diagnostics.add(origin, 'FS162', `"${declaration.name}" has no schema`, 'Name it "schema.relation".')
    }
  } else if (schema !== '') {
    diagnostics.add(
      origin,
      'FS162',
      `"${declaration.name}" is not an object of the database and takes no schema`,
      `Name it "${name}".`,
    )
  }
  if (declaration.comment.trim() === '') {
    diagnostics.add(origin, 'FS161', `"${declaration.name}" has no comment`, 'Describe it in a sentence.')
  }
  // The upstream system chooses the names of its tables.
  if (declaration.kind !== 'source') checkName(name, diagnostics, origin, 'relation')
}

function checkName(name: string, diagnostics: DiagnosticCollector, origin: Origin, what: string): void {
  const bytes = Buffer.byteLength(name)
  if (bytes > NAME_BYTES) {
    diagnostics.add(
      origin,
      'FS154',
      `${what} name "${name}" is ${bytes} bytes long; Postgres keeps ${NAME_BYTES}`,
      'Shorten it.',
    )
  }
  if (reservedWords.has(name)) {
    diagnostics.add(
      origin,
      'FS155',
      `${what} name "${name}" is a reserved word of SQL`,
      'Choose a name that needs no quotes.',
    )
  }
}

/** Reports nodes that no view can contain, joins of other databases, and values without a literal. */
function checkNodes(
  root: Parameters<typeof walk>[0],
  diagnostics: DiagnosticCollector,
  origin: Origin,
): void {
  let isRefused = false
  // Made only for the nodes that need it, as this runs for every node of a project.
  const at = (node: OperationNode): Origin => atNode(origin, node)
  walk(root, (node) => {
    if (!isSupported(node.kind) && !isRefused) {
      isRefused = true
      const hint = 'A view is one SELECT: declare it with the query builder only.'
      diagnostics.add(
        at(node),
        'FS156',
        `"${origin.relation}" uses ${node.kind}, which a view cannot contain`,
        hint,
      )
    }
    if ('joinType' in node && !isJoinSupported(node.joinType as Parameters<typeof isJoinSupported>[0])) {
      diagnostics.add(
        at(node),
        'FS156',
        `"${origin.relation}" uses ${String(node.joinType)}, which Postgres lacks`,
        'Use a lateral join.',
      )
    }
    if (RawNode.is(node)) reportRawText(node, at, diagnostics)
    if (SelectQueryNode.is(node) && (node.endModifiers?.length ?? node.top)) {
      diagnostics.add(
        at(node),
        'FS156',
        `"${origin.relation}" ends in a modifier such as a lock, or uses TOP`,
        'Leave it to the query that reads the view.',
      )
    }
    if (holdsValues(node)) checkValues(node, diagnostics, at(node))
  })
}
