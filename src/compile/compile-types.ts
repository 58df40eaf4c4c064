import type { CallSite } from '../declare/call-site.js'
import type { Declaration } from '../declare/relation.js'
import type { TypeDeclaration } from '../declare/types/type-declaration.js'
import { createType } from '../model/create/create-type.js'
import type { Place } from '../model/diagnostic.js'
import { splitName } from '../model/relation-name.js'
import { type CompiledType, typeKey } from '../model/upstream-type.js'
import { checkType } from './check-type.js'
import type { DiagnosticCollector } from './context.js'
import { executesDifferently } from './executes-differently.js'
import { functionsOf } from './functions-in.js'

/** The key of a declared type in the compiled project. */
export const keyOf = ({ name, definition }: TypeDeclaration): string =>
  typeKey({ ...splitName(name), definition })

/**
 * The upstream types that the sources mention, each once and after the types that it uses. Errors of a declaration are
 * reported, as is a type that is declared in two ways.
 *
 * @param others Types that only views mention.
 */
export function compileTypes(
  declarations: readonly Declaration[],
  others: readonly TypeDeclaration[],
  diagnostics: DiagnosticCollector,
  locate: (site: CallSite) => Place,
): readonly CompiledType[] {
  const compiled = new Map<string, CompiledType>()
  const seen = new Set<TypeDeclaration>()
  const visit = (declaration: TypeDeclaration): void => {
    if (seen.has(declaration)) return
    seen.add(declaration)
    declaration.uses.forEach(visit)
    checkType(declaration, diagnostics)
    const type = compileType(declaration, locate)
    const key = typeKey(type)
    reportConflict(declaration, type, compiled, diagnostics)
    if (!compiled.has(key)) compiled.set(key, type)
  }
  for (const declaration of declarations) {
    if (declaration.kind !== 'source') continue
    for (const { uses = [] } of Object.values(declaration.columns)) uses.forEach(visit)
  }
  for (const { types } of declarations.flatMap(functionsOf)) types.forEach(visit)
  others.forEach(visit)
  return [...compiled.values()]
}

function compileType(
  { name, definition, uses, site }: TypeDeclaration,
  locate: (site: CallSite) => Place,
): CompiledType {
  const type = { ...splitName(name), definition }
  return {
    ...type,
    uses: [...new Set(uses.map(keyOf))],
    executesDifferently: executesDifferently(type),
    place: locate(site),
  }
}

function reportConflict(
  { name, site }: TypeDeclaration,
  type: CompiledType,
  compiled: ReadonlyMap<string, CompiledType>,
  diagnostics: DiagnosticCollector,
): void {
  const other = compiled.get(typeKey(type))
  if (other && createType(other) !== createType(type)) {
    const hint = 'Declare the type once, and import it where it is needed.'
    diagnostics.add({ relation: name, site }, 'FS181', `"${name}" is declared in two ways`, hint)
  }
  const { definition, schema } = type
  if (definition.kind !== 'extension') return
  for (const { definition: its, schema: elsewhere } of compiled.values()) {
    if (its.kind !== 'extension' || its.extension !== definition.extension || elsewhere === schema) continue
    const message = `extension "${its.extension}" is in schema "${elsewhere}" by another declaration, and here in "${schema}"`
    const hint = 'A database has each extension once: name the schema that it is installed in.'
    diagnostics.add({ relation: name, site }, 'FS181', message, hint)
  }
}
