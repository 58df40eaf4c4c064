import type { CompiledSource, CompiledView } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'

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
export const isPostgresRefusal = (error: unknown): boolean =>
  error instanceof Error && textOf(error, 'severity') === 'ERROR'

/** A source table or view that Postgres would not create, as a diagnostic at its declaration. */
export const refusal = (
  relation: CompiledSource | CompiledView,
  statement: string,
  error: unknown,
): Diagnostic => {
  const { message, detail, hint, position } = messageOf(error)
  const what = relation.kind === 'source' ? 'the source table' : 'the view'
  const said = detail === null ? message : `${message} (${detail})`
  return {
    code: relation.kind === 'source' ? 'FS201' : 'FS202',
    place: { ...relation.place, relation: displayName(relation) },
    message: `Postgres refuses ${what} ${displayName(relation)}: ${said}${near(statement, position)}.`,
    hint: hint ?? defaultHint(relation),
  }
}

const defaultHint = (relation: CompiledSource | CompiledView): string =>
  relation.kind === 'source'
    ? 'Correct the types, the columns or the key of the source.'
    : 'Correct the expression in the module that declares the view.'
