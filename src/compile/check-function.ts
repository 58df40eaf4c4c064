import type { FunctionDeclaration } from '../declare/sql-function.js'
import { type DiagnosticCollector, splitName } from './context.js'
import { lexSql } from './facts/lex-sql.js'
import { NAME_BYTES } from './nodes/fresh-name.js'
import { textDiagnostic } from './print/unwritable.js'

const FORM = 'Write `RETURN …`, or `BEGIN ATOMIC …; END` with one SELECT.'

/** What is wrong with the text of a body, as far as can be determined without Postgres. */
function bodyDiagnostic(body: string): string | undefined {
  if (body.trim() === '') return 'has neither a body nor a stand-in'
  if (/^\s*BEGIN\s+ATOMIC\b/i.test(body))
    return /\bEND\s*;?\s*$/i.test(body) ? undefined : 'has a body that does not end with END'
  if (!/^\s*RETURN\b/i.test(body)) return 'has a body that is not in SQL-standard form'
  const { diagnostic } = lexSql(bodyText(body))
  return diagnostic === undefined ? undefined : `has a body with ${diagnostic}`
}

/** A body as the last part of a statement. */
export const bodyText = (body: string): string => body.trim().replace(/\s*;$/, '')

/** Reports errors in the declaration of a function. */
export function checkFunction(fn: FunctionDeclaration, diagnostics: DiagnosticCollector): void {
  const { name, site, comment, args, body, functions, relations } = fn
  const invalid = (message: string, hint: string): void =>
    diagnostics.add({ relation: name, site }, 'FS185', `function "${name}" ${message}`, hint)
  const split = splitName(name)
  if (split.schema === '' || split.name === '') invalid('has no schema', 'Name it "schema.function".')
  if (comment.trim() === '') invalid('has no comment', 'Describe its result in a sentence.')
  if (/^\s*(setof|table)\b/i.test(fn.returns))
    invalid('returns a set', 'A call returns one value for one row: read a set from a view instead.')
  const wrong = bodyDiagnostic(body)
  if (wrong !== undefined) invalid(wrong, FORM)
  for (const arg of args.map((one) => one.name)) {
    if (/^\d+$/.test(arg))
      invalid(`has an argument named ${arg}`, 'JavaScript moves whole numbers before other names: use words.')
  }
  for (const part of [split.schema, split.name, ...args.map((one) => one.name)]) {
    if (part !== '' && Buffer.byteLength(part) > NAME_BYTES)
      invalid(`has the name "${part}", which is longer than ${NAME_BYTES} bytes`, 'Shorten it.')
  }
  for (const text of [name, comment, body, ...args.map((one) => one.name)]) {
    const diagnostic = textDiagnostic(text)
    if (diagnostic) invalid(`has a text that is ${diagnostic.what}`, diagnostic.hint)
  }
  if ([...functions, ...relations].includes(undefined))
    invalid(
      'uses something that is undefined',
      'Its module imports this one in a cycle, or has no export of that name.',
    )
  for (const relation of relations) {
    if (relation && !['view', 'source', 'reference'].includes(relation.kind))
      invalid(
        `uses "${relation.name}", which is neither a view nor a source`,
        'A function can only read relations of the database.',
      )
  }
}
