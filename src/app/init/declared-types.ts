import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { TypeDefinition, UpstreamType } from '../../model/upstream-type.js'
import type { DomainNeed } from './read-tables.js'
import { camelCase, type Identifiers, memberName } from './identifiers.js'
import { literal, type TypeScriptModule } from './typescript-module.js'

/** Built-in types that have their own function. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  'double precision': 'double',
  integer: 'integer',
  jsonb: 'jsonb',
  numeric: 'numeric',
  text: 'text',
  'timestamp with time zone': 'timestamptz',
}

/** TypeScript types of values of other built-in types, by the beginning of the type name. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/^(smallint|real|oid)$/, 'number'],
  [/^timestamp/, 'Date'],
  [/^bytea$/, 'Buffer'],
  [/^(json|interval|point|circle)\b/, 'unknown'],
]

const valueOf = (type: string): string => {
  const item = type.replace(/(\[\])+$/, '')
  const value = VALUES.find(([pattern]) => pattern.test(item))?.[1] ?? 'string'
  return item === type ? value : `${value}[]`
}

/** A built-in type has no schema prefix; a dot in quotes is part of a name. */
const isBuiltIn = (type: string): boolean =>
  type.startsWith('information_schema.') || !type.replace(/"(?:[^"]|"")*"/g, '').includes('.')

/** Declarations split a name at its first dot. */
const isDeclarable = ({ schema }: RelationName): boolean => !schema.includes('.')

/** JavaScript moves such members to the front, but the order of fields matters. */
const isIndex = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name)

/** Writes the types of a database as declarations of a module, and the columns of those types. */
export class DeclaredTypes {
  readonly module: TypeScriptModule
  /** Domains whose conditions are not declared. */
  readonly withoutConditions: RelationName[] = []
  readonly #identifiers = new Map<string, string>()
  readonly #collations = new Map<string, string>()
  readonly #extensions = new Map<string, string>()
  readonly #needs: readonly DomainNeed[]

  constructor(
    module: TypeScriptModule,
    types: readonly UpstreamType[],
    needs: readonly DomainNeed[],
    identifiers: Identifiers,
  ) {
    this.module = module
    this.#needs = needs
    for (const type of types.filter(isDeclarable)) {
      const isCollation = type.definition.kind === 'collation'
      const own = camelCase(type.name)
      const withSchema = camelCase(`${type.schema} ${type.name}`)
      const identifier = identifiers.take([own, withSchema], isCollation ? 'Collation' : 'Type')
      const [code, note] = this.#declaration(type)
      module.declare(`${note}export const ${identifier} = ${code}`)
      if (isCollation) this.#collations.set(displayName(type), identifier)
      else this.#identifiers.set(quoteRelation(type), identifier)
      if (type.definition.kind === 'extension')
        this.#extensions.set(quoteRelation(type), type.definition.extension)
    }
  }

  /**
   * The call that declares a column of a type.
   *
   * @param type as `format_type` writes it.
   * @returns undefined if the type cannot be declared: row types of tables, multiranges of user-defined ranges.
   */
  column(type: string, comment: string, into: TypeScriptModule): string | undefined {
    if (isBuiltIn(type) && this.#function(type, into) === undefined)
      return `${into.use('sqlType')}<${valueOf(type)}>(${literal(type)}, ${literal(comment)})`
    const kind = this.#kind(type, into)
    return kind === undefined ? undefined : `${kind}(${literal(comment)})`
  }

  collation(name: RelationName, into: TypeScriptModule): string | undefined {
    const identifier = this.#collations.get(displayName(name))
    return identifier === undefined ? undefined : this.#use(identifier, into)
  }

  #use(identifier: string, into: TypeScriptModule): string {
    return into === this.module ? identifier : into.use(identifier, './types.js')
  }

  #function(type: string, into: TypeScriptModule): string | undefined {
    const item = type.endsWith('[]') ? type.slice(0, -2) : type
    const name = Object.hasOwn(FUNCTIONS, item) ? FUNCTIONS[item] : undefined
    if (name === undefined) return undefined
    return item === type ? into.use(name) : `${into.use('arrayOf')}(${into.use(name)})`
  }

  /** The column function of a type, as an argument of another declaration. */
  #kind(type: string, into: TypeScriptModule): string | undefined {
    if (isBuiltIn(type)) {
      const other = (): string =>
        `(comment: string) => ${into.use('sqlType')}<${valueOf(type)}>(${literal(type)}, comment)`
      return this.#function(type, into) ?? other()
    }
    const item = type.endsWith('[]') ? type.slice(0, -2) : type
    // Only an unquoted name can have a modifier.
    const identifier = this.#identifiers.get(item.replace(/\([^()"]*\)$/, ''))
    if (identifier === undefined) return undefined
    const used = this.#use(identifier, into)
    return item === type ? used : `${into.use('arrayOf')}(${used})`
  }

  /** The declaration of a type, with a comment. */
  #declaration(type: UpstreamType): readonly [code: string, note: string] {
    const { definition } = type
    const call = (name: string, ...rest: readonly string[]): string =>
      `${this.module.use(name)}(${[literal(displayName(type)), ...rest].join(', ')})`
    const opaque = (): readonly [string, string] => [call('opaqueType'), '']
    switch (definition.kind) {
      case 'enum': {
        const labels = definition.labels ?? []
        return labels.length === 0 ? opaque() : [call('enumType', `[${labels.map(literal).join(', ')}]`), '']
      }
      case 'domain':
        return this.#domain(type, definition, call) ?? opaque()
      case 'composite': {
        const fields = definition.fields.map(
          ({ name, type: of }) => [name, this.#kind(of, this.module)] as const,
        )
        if (fields.some(([name, kind]) => kind === undefined || isIndex(name))) return opaque()
        return [
          call(
            'compositeType',
            `{ ${fields.map(([name, kind]) => `${memberName(name)}: ${kind}`).join(', ')} }`,
          ),
          '',
        ]
      }
      case 'range': {
        const subtype = this.#kind(definition.subtype, this.module)
        return subtype === undefined ? opaque() : [call('rangeType', `{ subtype: ${subtype} }`), '']
      }
      case 'extension': {
        const { extension } = definition
        const settings = extension === type.name ? [] : [`{ extension: ${literal(extension)} }`]
        return [call('extensionType', ...settings), '']
      }
      case 'collation':
        return [call('collation', ...(definition.deterministic ? [] : ['{ deterministic: false }'])), '']
      case 'opaque':
        return opaque()
    }
  }

  #domain(
    type: UpstreamType,
    { base, notNull, checks }: TypeDefinition<'domain'>,
    call: (name: string, ...rest: readonly string[]) => string,
  ): readonly [string, string] | undefined {
    const kind = this.#kind(base, this.module)
    if (kind === undefined) return undefined
    // A condition that only needs the extension of the base type can be kept.
    const extension = this.#extensions.get(base)
    const isForeign = this.#needs.some(
      (need) =>
        displayName(need) === displayName(type) && (need.extension === null || need.extension !== extension),
    )
    if (isForeign) this.withoutConditions.push(type)
    const declared = isForeign ? [] : checks
    const [first, ...others] = declared.map(literal)
    const settings = [
      `base: ${kind}`,
      ...(notNull ? ['notNull: true'] : []),
      ...(first === undefined
        ? []
        : [`check: ${others.length === 0 ? first : `[${[first, ...others].join(', ')}]`}`]),
    ]
    const note = isForeign ? '// Without its conditions, which refer to objects other than types.\n' : ''
    return [call('domainType', `{ ${settings.join(', ')} }`), note]
  }
}
