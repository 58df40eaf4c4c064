import type { CompiledProbe, CompiledSource, CompiledView, PieceAt } from '../model/compiled-project.js'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledFunction } from '../model/sql-function.js'
import type { CompiledType } from '../model/upstream-type.js'

/** An error of Postgres as passed on by the client. Other errors are reduced to their text. */
interface PostgresMessage {
  readonly message: string
  readonly detail: string | null
  readonly hint: string | null
  /** 1-based character position in the statement, if Postgres reports one. */
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

/** `, near "…"`: the beginning of the statement text at the error position. */
const near = (statement: string, position: number | null): string => {
  if (position === null) return ''
  const line = statement.slice(position - 1).split('\n', 1)[0] ?? ''
  const rest = line.slice(0, 40).replace(/;$/, '').trim()
  return rest === '' ? '' : `, near "${rest}"`
}

/** Whether a statement caused the error. A connection failure must not be reported for a view. */
export const isPostgresError = (error: unknown): boolean =>
  error instanceof Error && textOf(error, 'severity') === 'ERROR'

/** `Postgres refuses …: error message, near "…".` */
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

/** The place where the SELECT of a statement was refused: the expression, if Postgres reports a position. */
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
    hint: said.hint ?? 'Declare it as it is in the database.',
  }
}

/** A function that Postgres would not create, as a diagnostic at its declaration. */
export const functionDiagnostic = (fn: CompiledFunction, statement: string, error: unknown): Diagnostic => {
  const said = messageOf(error)
  return {
    code: 'FS207',
    place: { ...fn.place, relation: displayName(fn) },
    message: sentence(`the ${fn.isOwn ? 'function' : 'stand-in for'} ${displayName(fn)}`, statement, said),
    hint:
      said.hint ??
      'Correct the body, the arguments or the result. Everything that it reads and calls must be listed in `uses`.',
  }
}

/** For an invalid label of an enum: the valid labels. */
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
    hint: 'A name in its raw SQL refers to a column of an enclosing query. Read that column as an input instead.',
  }
}
