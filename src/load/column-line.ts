import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Morph from 'ts-morph'

/** Loaded on demand: it takes a third of a second, and most builds have no place to report. */
const load = (): typeof Morph => createRequire(import.meta.url)('ts-morph') as typeof Morph

/** Parsed modules, by path. */
export type ParsedModules = Map<string, Morph.ts.SourceFile>

function parsed(file: string, modules: ParsedModules, { ts }: typeof Morph): Morph.ts.SourceFile {
  const known = modules.get(file)
  if (known) return known
  const module = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  modules.set(file, module)
  return module
}

/** `'o.price as twice'` and `.as('twice')` both name a column. */
const names = (text: string, column: string): boolean =>
  text === column || text.endsWith(` as ${column}`) || text.endsWith(`.${column}`)

/**
 * The line on which a call of the query builder names an output column; undefined unless there is exactly one.
 *
 * @param file absolute path of the module, which this function reads and parses.
 * @param line 1-based line of the call's own name, such as `select`.
 * @param character 0-based character of it.
 * @param modules cache of parsed modules.
 */
export function columnLine(
  file: string,
  line: number,
  character: number,
  column: string,
  modules: ParsedModules,
): number | undefined {
  const morph = load()
  const { ts } = morph
  const module = parsed(file, modules, morph)
  if (line > module.getLineStarts().length) return undefined
  const at = module.getPositionOfLineAndCharacter(line - 1, character)
  const lines = new Set<number>()
  const collect = (node: Morph.ts.Node): void => {
    if (ts.isStringLiteralLike(node) && names(node.text, column))
      lines.add(module.getLineAndCharacterOfPosition(node.getStart(module)).line + 1)
    ts.forEachChild(node, collect)
  }
  const nameOf = ({ expression }: Morph.ts.CallExpression): Morph.ts.Node =>
    ts.isPropertyAccessExpression(expression) ? expression.name : expression
  const visit = (node: Morph.ts.Node): void => {
    if (at < node.getFullStart() || at >= node.getEnd()) return
    if (ts.isCallExpression(node) && nameOf(node).getStart(module) === at) node.arguments.forEach(collect)
    ts.forEachChild(node, visit)
  }
  visit(module)
  const [only, ...others] = lines
  return others.length === 0 ? only : undefined
}
