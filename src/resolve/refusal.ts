import type { CompiledProbe, CompiledSource, CompiledView, PieceAt } from '../model/compiled-project.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledFunction } from '../model/sql-function.js'
import type { CompiledType } from '../model/upstream-type.js'

/** What Postgres said, as far as the client handed it on; a client that throws something else is reduced to text. */
interface PostgresMessage {
  readonly message: string
  readonly detail: string | null
  readonly hint: string | null
  /** 1-based character of the statement, where Postgres gave one. */
  readonly position: number | null
}

const textOf = (error: object, field: string): string | null => {
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' && value !== '' ? value : null
}

const messageOf = (error: unknown): PostgresMessage => {
  if (!(error instanceof Error)) return { message: String(error), detail: null, hint: null, position: null }
  const position = Number(textOf(error, 'position') ?? Number.NaN)
  return {
    message: error.message,
    detail: textOf(error, 'detail'),
    hint: textOf(error, 'hint'),
    position: Number.isInteger(position) ? position : null,
  }
}

/** `, near "…"`: the piece of the statement at which Postgres stumbled, cut short. */
const near = (statement: string, position: number | null): string => {
  if (position === null) return ''
  const line = statement.slice(position - 1).split('\n', 1)[0] ?? ''
  const rest = line.slice(0, 40).replace(/;$/, '').trim()
  return rest === '' ? '' : `, near "${rest}"`
}

/** Whether a statement was at fault, and not the connection, whose failure must not be blamed on a view. */
export const isPostgresError = (error: unknown): boolean =>
  error instanceof Error && textOf(error, 'severity') === 'ERROR'

/** `Postgres refuses …: what it says, near "…".` */
const sentence = (
  what: string,
  statement: string,
  { message, detail, position }: PostgresMessage,
): string => {
  const said = detail === null ? message : `${message} (${detail})`
  return `Postgres refuses ${what}: ${said}${near(statement, position)}.`
}

/**
 * A source table or view that Postgres would not create, as a diagnostic at its declaration.
 *
 * @param types The upstream types of the project, whose labels a hint may list.
 */
export const refusal = (
  relation: CompiledSource | CompiledView,
  statement: string,
  error: unknown,
  types: readonly CompiledType[],
): Diagnostic => {
  const said = messageOf(error)
  const what = relation.kind === 'source' ? 'the source table' : 'the view'
  return {
    code: relation.kind === 'source' ? 'FS201' : 'FS202',
    ...placeIn(relation, displayName(relation), statement, said),
    message: sentence(`${what} ${displayName(relation)}`, statement, said),
    hint: said.hint ?? labelHint(said.message, types) ?? defaultHint(relation),
  }
}

/** Where the SELECT of a statement was refused: at the expression, if Postgres says at which character. */
const placeIn = (
  made: { readonly place: Place; readonly select?: string; readonly pieceAt?: PieceAt },
  relation: string,
  statement: string,
  { position }: PostgresMessage,
): Pick<Diagnostic, 'place' | 'excerpt'> => {
  const { pieceAt, select = '' } = made
  const piece =
    position === null
      ? undefined
      : pieceAt?.(characterOf(statement, position) - statement.indexOf(select), 'expression')
  if (!piece) return { place: { ...made.place, relation } }
  return {
    place: {
      ...piece.place,
      relation,
      ...(piece.column !== undefined && { column: piece.column }),
      ...(piece.relation !== relation && { layer: piece.relation }),
    },
    excerpt: piece.excerpt,
  }
}

/** Postgres counts code points from 1. */
const characterOf = (text: string, position: number): number =>
  [...text].slice(0, position - 1).join('').length

/** An upstream type whose stand-in Postgres would not create, as a diagnostic at its declaration. */
export const typeDiagnostic = (type: CompiledType, statement: string, error: unknown): Diagnostic => {
  const said = messageOf(error)
  return {
    code: 'FS205',
    place: { ...type.place, relation: displayName(type) },
    message: sentence(`the ${type.definition.kind} ${displayName(type)}`, statement, said),
    hint: said.hint ?? 'Declare it as the database has it.',
  }
}

/** A function whose body Postgres does not accept, as a diagnostic at its declaration. */
export const functionDiagnostic = (fn: CompiledFunction, statement: string, error: unknown): Diagnostic => {
  const said = messageOf(error)
  return {
    code: 'FS207',
    place: { ...fn.place, relation: displayName(fn) },
    message: sentence(`the ${fn.isOwn ? 'function' : 'stand-in for'} ${displayName(fn)}`, statement, said),
    hint:
      said.hint ?? 'Correct the body, its arguments or its result; what it reads and calls goes into `uses`.',
  }
}

/** Of a literal that no label of an enum is: what the labels are. */
const labelHint = (message: string, types: readonly CompiledType[]): string | null => {
  const start = 'invalid input value for enum '
  if (!message.startsWith(start)) return null
  const type = types.find((one) => message.startsWith(`${start}${quoteRelation(one)}: `))
  if (type?.definition.kind !== 'enum') return null
  const labels = type.definition.labels.map((label) => JSON.stringify(label)).join(', ')
  return `The labels of ${displayName(type)} are ${labels}.`
}

const defaultHint = (relation: CompiledSource | CompiledView): string =>
  relation.kind === 'source'
    ? 'Correct the types, the columns or the key of the source.'
    : 'Correct the expression in the module that declares the view.'

/** A layer or aggregate that Postgres does not accept by itself. */
export const probeDiagnostic = (probe: CompiledProbe, statement: string, error: unknown): Diagnostic => {
  const said = messageOf(error)
  return {
    code: 'FS206',
    ...placeIn(probe, probe.name, statement, said),
    message: `Postgres refuses "${probe.name}" by itself: ${said.message}${near(statement, said.position)}.`,
    hint: 'A name in its raw SQL means a column of the query that reads it. Read the column as an input of its own.',
  }
}
