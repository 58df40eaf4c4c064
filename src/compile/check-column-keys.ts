import type { ColumnDeclaration, Declaration } from '../declare/relation.js'
import { type DiagnosticCollector, originOf } from './context.js'

/** Whether JavaScript treats a name as an array index, and moves it before all other names of an object. */
const isIndex = (name: string): boolean => {
  const index = Number(name) >>> 0
  return String(index) === name && index !== 2 ** 32 - 1
}

/** `__proto__: column(…)` in an object literal sets the prototype: the column is not a member of the object. */
export function checkPlainColumns(
  columns: object,
  declaration: Declaration,
  diagnostics: DiagnosticCollector,
): void {
  const prototype: unknown = Object.getPrototypeOf(columns)
  if (prototype === Object.prototype || prototype === null) return
  diagnostics.add(
    originOf(declaration),
    'FS175',
    `the columns of "${declaration.name}" are not a plain object, or one of them is written __proto__: …`,
    'Use an object literal; a column of that name is written in brackets, ["__proto__"]: ….',
  )
}

/**
 * Reports computed columns that lose their name or position. The order of a source's columns does not matter, since the
 * table has its own. The order of a view's columns does: Postgres accepts new columns only at the end.
 */
export function checkColumnKeys(
  columns: Readonly<Record<string, ColumnDeclaration>>,
  declaration: Declaration,
  diagnostics: DiagnosticCollector,
): void {
  checkPlainColumns(columns, declaration, diagnostics)
  for (const [name, { site }] of Object.entries(columns)) {
    if (!isIndex(name)) continue
    diagnostics.add(
      originOf(declaration, name, site),
      'FS174',
      `column name "${name}" is a whole number, which JavaScript moves before all other columns`,
      `Choose a name that is not a whole number, such as y${name}, or select it in the query itself.`,
    )
  }
}
