import type { RelationName } from '../../model/relation-name.js'
import { rowNames } from '../row-names.js'
import { STANDARD_MODULES } from './standard-modules.js'

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/**
 * Names that the types of columns are written with. Inside of a class, a column of such a name would be taken for it by
 * the types of the columns after it.
 */
const USED_IN_TYPES = new Set(
  'Any List Literal NoReturn Optional _datetime _decimal _uuid bool bytes float int str'.split(' '),
)

/** Device names, which Windows does not accept as the name of a file, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Whether a column can be a field of a class: an identifier of plain letters (Python normalizes others), no keyword, and
 * not one that Python changes inside of a class.
 */
export const isFieldName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) &&
  !name.startsWith('__') &&
  !KEYWORDS.has(name) &&
  !USED_IN_TYPES.has(name)

/** Name of the module of a project, which can be imported whatever the project is called. */
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
 * The names of `rows.ts`, without the dollars of those that are spelled out. Python takes names for the same whose
 * normal forms are the same, and names that collide get a number.
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
