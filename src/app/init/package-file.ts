import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser'
import { DiagnosticError } from '../../model/diagnostic.js'

/** Packages that a project needs, with their version ranges. */
export interface Needed {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export const SCRIPTS: Readonly<Record<string, string>> = {
  'build:sql': 'fusion build',
  'check:sql': 'fusion check',
  typecheck: 'tsc --noEmit',
}

/** `package.json` of a new project. */
export const newPackage = (name: string, { dependencies, devDependencies }: Needed): string =>
  `${JSON.stringify(
    {
      name,
      version: '0.0.0',
      private: true,
      type: 'module',
      scripts: SCRIPTS,
      dependencies,
      devDependencies,
    },
    undefined,
    2,
  )}\n`

export interface ExtendedPackage {
  readonly text: string
  /** The name of the package, if it has one. */
  readonly name: string | undefined
  /** Existing scripts with the same names but other commands; they are kept. */
  readonly otherScripts: readonly string[]
}

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const GROUPS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Adds missing scripts and packages to an existing `package.json`. Members are inserted into the text, so that everything
 * else keeps its bytes, order and layout. Existing members are kept.
 *
 * @throws DiagnosticError FS564
 */
export function extendPackage(text: string, needed: Needed): ExtendedPackage {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const before = text.slice(mark.length)
  const manifest = parsed(before)
  const scripts = memberOf(manifest, 'scripts')
  const groups = GROUPS.map((group) => memberOf(manifest, group))
  const lacks = (name: string): boolean => !groups.some((group) => Object.hasOwn(group, name))

  const added: [group: string, name: string, value: string][] = []
  for (const [name, command] of Object.entries(SCRIPTS))
    if (!Object.hasOwn(scripts, name)) added.push(['scripts', name, command])
  for (const group of ['dependencies', 'devDependencies'] as const)
    for (const [name, range] of Object.entries(needed[group]))
      if (lacks(name)) added.push([group, name, range])

  const formattingOptions = layoutOf(before)
  let after = before
  for (const [group, name, value] of added)
    after = applyEdits(after, modify(after, [group, name], value, { formattingOptions }))
  assertAdded(after, added)
  return {
    text: mark + after,
    name: typeof manifest['name'] === 'string' ? manifest['name'] : undefined,
    otherScripts: Object.entries(SCRIPTS).flatMap(([name, command]) =>
      Object.hasOwn(scripts, name) && scripts[name] !== command ? [name] : [],
    ),
  }
}

/** In JSON the last duplicate member counts, but members are only added to the first one. */
function assertAdded(text: string, added: readonly (readonly [string, string, string])[]): void {
  const manifest = parsed(text)
  for (const [group, name, value] of added)
    if (memberOf(manifest, group)[name] !== value)
      throw unusable(`"${group}" occurs twice`, `Merge both "${group}", and run fusion init again.`)
}

function parsed(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw unusable(`it is not JSON (${why})`, 'Correct it, and run fusion init again.')
  }
  if (isObject(value)) return value
  throw unusable('it is not a JSON object', 'Correct it, and run fusion init again.')
}

function memberOf(manifest: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(manifest, name) ? manifest[name] : {}
  if (isObject(value)) return value
  throw unusable(`"${name}" is not an object`, `Correct "${name}", and run fusion init again.`)
}

const unusable = (why: string, hint: string): DiagnosticError =>
  new DiagnosticError([
    {
      code: 'FS564',
      place: { file: 'package.json' },
      message: `package.json cannot be extended: ${why}`,
      hint,
    },
  ])

/** The indentation and line endings of a file. */
function layoutOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  '
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol }
}
