import type { RelationName } from '../../model/relation-name.js'
import { rowNames } from '../row-names.js'
import { STANDARD_MODULES } from './standard-modules.js'

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/** Names used in the types of columns. In a class body, a column with such a name would shadow it for later columns. */
const USED_IN_TYPES = new Set(
  'Any List Literal NoReturn Optional _datetime _decimal _uuid bool bytes float int str'.split(' '),
)

/** Device names, which Windows does not accept as file names, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Whether a column can be a field of a class: an identifier of ASCII letters (Python normalizes others), not a keyword, and
 * not a name with two leading underscores, which Python changes in a class body.
 */
export const isFieldName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) &&
  !name.startsWith('__') &&
  !KEYWORDS.has(name) &&
  !USED_IN_TYPES.has(name)

/** Name of the Python module of a project. It can be imported whatever the project is called. */
export function moduleName(project: string): string {
  const name = project.replaceAll(/[^A-Za-z0-9_]+/g, '_') || '_'
  const startable = /^[0-9]/.test(name) ? `_${name}` : name
  // Some file systems take names for the same that differ in case.
  const isTaken =
    KEYWORDS.has(startable) || STANDARD_MODULES.has(startable.toLowerCase()) || DEVICE.test(startable)
  return isTaken ? `${startable}_` : startable
}

export interface PythonNames {
  /** The `TypedDict` of a row. */
  readonly row: string
  /** The constant that describes the relation. */
  readonly table: string
}

/**
 * The names of `rows.ts`, without the dollars of those that are spelled out. Python compares names in their NFKC form;
 * names that collide get a number.
 */
export function pythonNames(relations: readonly RelationName[]): readonly PythonNames[] {
  const taken = new Set<string>()
  return rowNames(relations).map((rowName) => {
    const base = rowName.replace(/Row$/, '').replaceAll('$', '_')
    const key = (name: string): string => name.normalize('NFKC')
    let name = base
    for (let number = 2; taken.has(key(name)); number++) name = `${base}_${number}`
    taken.add(key(name))
    return { row: `${name}Row`, table: `${name}Table` }
  })
}
