import { type AnyNode, type Function as FunctionNode, parse, type Pattern, type Program } from 'acorn'

/** What esbuild writes before modules that are imported as a whole. */
const ESBUILD = [
  'var __defProp = Object.defineProperty;',
  `var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};`,
]

/** Methods that change what they are called on or an argument, or that remember where they are. */
const CHANGING = new Set(
  `push pop shift unshift splice sort reverse fill copyWithin set add delete clear assign append defineProperty
  defineProperties freeze seal preventExtensions isFrozen isSealed isExtensible captureStackTrace setPrototypeOf next return
  throw exec test lastIndex apply call bind constructor prototype matchAll random now`.split(/\s+/),
)
/** `Date#setTime`, `DataView#setInt8`, `__defineGetter__`. */
const CHANGING_LIKE = /^(?:set[A-Z]|__)/

/** What the language has that only computes. Everything else may hold a state, or reach one. */
const PLAIN_GLOBALS = new Set(
  `Object Array String Number Boolean BigInt Math JSON Map Set Error TypeError RangeError undefined NaN Infinity isNaN
  isFinite parseInt parseFloat`.split(/\s+/),
)

/** They give an iterator, which remembers where it is, unless they are asked of `Object`. */
const ITERATING = new Set(['keys', 'values', 'entries'])

/** What `Date` computes from what it is given. */
const TIMELESS = new Set(['UTC', 'parse'])

/** Calls that begin at the start of the text, whatever a regular expression remembers. */
const WHOLE = new Set(['replace', 'replaceAll', 'match', 'split', 'search'])

type Names = Set<string>

/** Where code is. */
interface Scope {
  /** The variables of the innermost function; undefined outside of functions. */
  readonly own: Names | undefined
  /** Every name that is declared around it. */
  readonly around: readonly Names[]
}

class NotPlain extends Error {}
const refuse = (what: string): never => {
  throw new NotPlain(what)
}

/**
 * Why the modules of a bundle may do more than declare; undefined if they do not. Where no module changes anything after it
 * was made, what a module exports depends on its own text and on what it imports, and not on when it is evaluated. It need
 * not be evaluated again then when another module changes.
 *
 * This is cautious: it refuses every assignment but those to a variable of the function around it, every method that could
 * change a value, and every global but a few that only compute. Methods of the query builder are none of them.
 *
 * It is found out in many small steps, the last of which has the result.
 *
 * @param parts the text of a bundle of esbuild, cut between statements.
 */
export function* plainness(parts: readonly string[]): Generator<undefined, string | undefined> {
  try {
    const bodies: Program['body'][] = []
    for (const part of parts) {
      const own = ESBUILD.reduce((text, helper) => text.replace(helper, ''), part)
      // What is exported is declared in other parts.
      const text = own.replace(/(?<=^|\n)export \{[^{}]*\};\s*$/, '')
      bodies.push(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body)
      yield
    }
    const outside: Scope = { own: undefined, around: [new Set(bodies.flatMap((body) => [...namesIn(body)]))] }
    for (const body of bodies) {
      for (const statement of body) if (!isPlainCall(statement, outside)) visit(statement, outside)
      yield
    }
    return undefined
  } catch (error) {
    if (error instanceof NotPlain) return error.message
    if (error instanceof SyntaxError) return 'syntax that is not known'
    if (error instanceof RangeError) return 'code that is nested too deeply'
    throw error
  }
}

/** Whether a statement is `__export(…)`, with which esbuild makes the namespace of a module. Other calls are refused. */
function isPlainCall(statement: AnyNode, scope: Scope): boolean {
  if (statement.type !== 'ExpressionStatement') return false
  const { expression } = statement
  if (expression.type !== 'CallExpression' || !isOf(expression.callee, '__export'))
    refuse('a statement of its own')
  else for (const argument of expression.arguments) visit(argument, scope)
  return true
}

const isOf = (node: AnyNode, name: string): boolean => node.type === 'Identifier' && node.name === name

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function visit(node: AnyNode, scope: Scope): void {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const own = variablesOf(node)
      return visitParts(node, { own, around: [own, ...scope.around] })
    }
    case 'ClassDeclaration':
    case 'ClassExpression':
      return visitParts(node, { ...scope, around: [new Set(node.id ? [node.id.name] : []), ...scope.around] })
    case 'ImportDeclaration':
      return
    case 'ExportNamedDeclaration':
      if (!node.declaration) return
      break
    case 'TaggedTemplateExpression':
      checkCallee(node.tag)
      break
    case 'AssignmentExpression':
      checkTarget(node.left, scope)
      break
    case 'UpdateExpression':
      checkTarget(node.argument, scope)
      break
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type !== 'VariableDeclaration') checkTarget(node.left, scope)
      break
    case 'UnaryExpression':
      if (node.operator === 'delete') refuse('delete')
      break
    case 'MemberExpression':
      if (isOf(node.object, 'Date') && TIMELESS.has(nameOf(node.property) ?? '')) return
      if (ITERATING.has(nameOf(node.property) ?? '') && !isOf(node.object, 'Object')) refuse('an iterator')
      checkMember(node.computed ? constantOf(node.property) : nameOf(node.property))
      break
    case 'ObjectPattern':
      for (const part of node.properties)
        if (part.type === 'Property') checkMember(part.computed ? undefined : nameOf(part.key))
      break
    case 'CallExpression':
      checkCallee(node.callee)
      // A regular expression that begins where it ended last may be an argument of these.
      if (node.callee.type === 'MemberExpression' && WHOLE.has(nameOf(node.callee.property) ?? '')) {
        visit(node.callee, scope)
        for (const argument of node.arguments) if (!isRegExp(argument)) visit(argument, scope)
        return
      }
      break
    case 'Literal':
      if (isRegExp(node) && /[gy]/.test(node.regex?.flags ?? ''))
        refuse('a regular expression that remembers its place')
      break
    case 'NewExpression':
      // The present time, unless it is given one.
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || node.arguments.length === 0)
        break
      for (const argument of node.arguments) visit(argument, scope)
      return
    case 'Identifier':
      if (!PLAIN_GLOBALS.has(node.name) && !scope.around.some((names) => names.has(node.name)))
        refuse(node.name)
      break
    case 'ImportExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'MetaProperty':
    case 'WithStatement':
      refuse(node.type)
  }
  visitParts(node, scope)
}

function visitParts(node: AnyNode, scope: Scope): void {
  for (const [field, value] of Object.entries(node)) {
    // The names of members and of what is declared are no variables.
    if (isName(node, field)) continue
    for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) visit(part, scope)
  }
}

const isName = (node: AnyNode, field: string): boolean =>
  ((node.type === 'MemberExpression' && field === 'property') ||
    ((node.type === 'Property' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') &&
      field === 'key')) &&
  !node.computed

const isRegExp = (node: AnyNode) => node.type === 'Literal' && 'regex' in node && node.regex !== undefined

const nameOf = (node: AnyNode): string | undefined =>
  node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? node.name : constantOf(node)

const constantOf = (node: AnyNode): string | undefined =>
  node.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')
    ? String(node.value)
    : undefined

function checkMember(name: string | undefined): void {
  if (name !== undefined && (CHANGING.has(name) || CHANGING_LIKE.test(name))) refuse(`.${name}`)
}

/** Only a variable of the function that assigns is forgotten when the function returns. */
function checkTarget(target: AnyNode, { own }: Scope): void {
  if (target.type !== 'Identifier' || !own?.has(target.name)) refuse('an assignment')
}

/** A method that is computed may be any. */
function checkCallee(callee: AnyNode): void {
  if (callee.type === 'MemberExpression' && callee.computed && constantOf(callee.property) === undefined)
    refuse('a method that is computed')
}

function variablesOf(node: FunctionNode): Names {
  const names = namesIn([node.body])
  for (const parameter of node.params) addNames(parameter, names)
  if (node.id) names.add(node.id.name)
  return names
}

/** What some code declares, without what the functions in it declare. */
function namesIn(code: readonly AnyNode[]): Names {
  const names: Names = new Set()
  const collect = (part: AnyNode): void => {
    if (part.type === 'VariableDeclaration') for (const { id } of part.declarations) addNames(id, names)
    if (part.type === 'CatchClause' && part.param) addNames(part.param, names)
    if (part.type === 'ImportDeclaration') for (const { local } of part.specifiers) names.add(local.name)
    if ((part.type === 'FunctionDeclaration' || part.type === 'ClassDeclaration') && part.id)
      names.add(part.id.name)
    if (/Function/.test(part.type) || part.type === 'ClassBody') return
    for (const value of Object.values(part))
      for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) collect(one)
  }
  for (const part of code) collect(part)
  return names
}

function addNames(pattern: Pattern, names: Names): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name)
      return
    case 'ObjectPattern':
      for (const part of pattern.properties)
        addNames(part.type === 'Property' ? part.value : part.argument, names)
      return
    case 'ArrayPattern':
      for (const part of pattern.elements) if (part) addNames(part, names)
      return
    case 'RestElement':
      return addNames(pattern.argument, names)
    case 'AssignmentPattern':
      return addNames(pattern.left, names)
    case 'MemberExpression':
      refuse('an assignment')
  }
}
