import { expressionBuilder, type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { Any, Item, Kind, Loose } from './relations.js'
import type { Tape } from './tape.js'

/** What an expression may read and hold. */
export interface ExpressionScope {
  readonly tape: Tape
  readonly items: readonly Item[]
  /** Whether columns are written without their table: the row of a step has one. */
  readonly bare: boolean
  /** A query inside an expression, one column of the kind; undefined where none may stand. */
  readonly subquery?: ((kind: Kind | 'any', around: readonly Item[]) => Any) | undefined
  readonly windows: boolean
}

export const eb = expressionBuilder<Loose, string>() as ExpressionBuilder<Loose, string>
export const any = (expression: unknown): Any => expression as Any

export const referencesOf = ({ items, bare }: ExpressionScope, kind: Kind): string[] =>
  items.flatMap(({ alias, columns }) =>
    columns
      .filter((column) => column.kind === kind)
      .map(({ name }) => (bare ? name : `${alias}\u0000${name}`)),
  )

/** Kysely cuts `table.column` at the dot; sql.ref would too. */
export function refOf(path: string): Any {
  const [table = '', column] = path.split('\u0000')
  return any(eb.ref((column === undefined ? table : `${table}.${column}`) as never))
}

/** A column as a careless person writes it into raw text. */
export const rawName = (path: string): RawBuilder<never> =>
  sql.raw(
    path
      .split('\u0000')
      .map((part) =>
        /^[a-z_][a-z0-9_]*$/.test(part) && !['order', 'select'].includes(part)
          ? part
          : `"${part.replaceAll('"', '""')}"`,
      )
      .join('.'),
  )

export function reference(scope: ExpressionScope, kind: Kind): Any | undefined {
  const all = referencesOf(scope, kind)
  return all.length > 0 ? refOf(scope.tape.pick(all)) : undefined
}

export const literalOf = ({ tape }: ExpressionScope, kind: Kind): Any => {
  if (kind === 'int') return any(eb.val((tape.number(7) - 1) as never))
  if (kind === 'bool') return any(eb.val((tape.number(2) === 1) as never))
  return any(eb.val(tape.pick(['x', 'y,z', "o'k", '', 'a b']) as never))
}

export const rawInteger = (scope: ExpressionScope): RawBuilder<never> => {
  const names = referencesOf(scope, 'int')
  return names.length > 0 ? rawName(scope.tape.pick(names)) : sql.raw(String(scope.tape.number(4)))
}

/** Columns whose name no other item has, as raw text may write them bare. */
const ownNames = ({ items }: ExpressionScope): string[] => {
  const names = items.flatMap(({ columns }) => columns.map(({ name }) => name))
  return items.flatMap(({ columns }) =>
    columns.flatMap(({ name, kind }) =>
      kind === 'int' && names.filter((other) => other === name).length === 1 ? [name] : [],
    ),
  )
}

export const bareInteger = (scope: ExpressionScope): RawBuilder<never> => {
  const names = ownNames(scope)
  return names.length > 0 ? rawName(scope.tape.pick(names)) : sql.raw('3')
}

export const bareId = (scope: ExpressionScope): RawBuilder<never> => {
  const names = ownNames(scope)
  return (names.length > 0 ? sql.id(scope.tape.pick(names)) : sql.raw('4')) as RawBuilder<never>
}
