import type { Token } from './facts/lex-sql.js'

/** Names of members, from the outermost. */
export type JsonPath = readonly string[]

const STEPS = new Set(['->', '->>'])
const PATHS = new Set(['#>', '#>>'])
/** Aliases are followed through at most this many queries. */
const MOST_ROUNDS = 4

/**
 * The paths at which queries read members of JSON values, by the token that names the last member. Follows columns that are
 * members themselves, by their alias: `a -> 'x' AS b` and `b ->> 'y'` read `x` and `x.y`.
 */
export function jsonPaths(tokens: readonly Token[]): ReadonlyMap<number, JsonPath> {
  let aliases: ReadonlyMap<string, JsonPath> = new Map()
  let found: ReadonlyMap<number, JsonPath> = new Map()
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    found = pathsWith(tokens, aliases)
    const next = aliasesOf(tokens, found)
    if (next.size === aliases.size) break
    aliases = next
  }
  return found
}

function pathsWith(
  tokens: readonly Token[],
  aliases: ReadonlyMap<string, JsonPath>,
): ReadonlyMap<number, JsonPath> {
  const found = new Map<number, JsonPath>()
  for (const [at, { kind, text }] of tokens.entries()) {
    const operator = tokens[at - 1]?.text ?? ''
    if (kind !== 'string' || !text.startsWith("'") || !(STEPS.has(operator) || PATHS.has(operator))) continue
    const value = text.slice(1, -1).replaceAll("''", "'")
    const members = STEPS.has(operator) ? [value] : value.replaceAll(/[{}"]/g, '').split(',').filter(Boolean)
    found.set(at, [...parentOf(tokens, at - 2, found, aliases), ...members])
  }
  return found
}

/** The path of the operand that ends with a token. */
function parentOf(
  tokens: readonly Token[],
  end: number,
  found: ReadonlyMap<number, JsonPath>,
  aliases: ReadonlyMap<string, JsonPath>,
): JsonPath {
  const last = tokens[end]
  if (last?.kind === 'word' || last?.kind === 'quoted') {
    // `a -> 'x'::text -> 'y'`: the operand ends with the type of the name before.
    const isCast = tokens[end - 1]?.text === '::'
    return isCast ? (found.get(end - 2) ?? []) : (aliases.get(last.text) ?? [])
  }
  if (last?.kind === 'string') return found.get(end) ?? []
  if (last?.text !== ')') return []
  // The last member that is read inside of the brackets.
  let depth = 0
  for (let at = end; at >= 0; at -= 1) {
    const text = tokens[at]?.text
    if (text === ')') depth += 1
    if (text === '(') depth -= 1
    if (depth === 0) return []
    const path = depth === 1 ? found.get(at) : undefined
    if (path) return path
  }
  return []
}

/** `-> 'x'::text AS b` */
function aliasesOf(
  tokens: readonly Token[],
  found: ReadonlyMap<number, JsonPath>,
): ReadonlyMap<string, JsonPath> {
  const aliases = new Map<string, JsonPath>()
  for (const [at, path] of found) {
    let next = at + 1
    if (tokens[next]?.text === '::') next += 2
    while (tokens[next]?.text === ')') next += 1
    const name = tokens[next]?.text === 'as' ? tokens[next + 1]?.text : undefined
    if (name !== undefined && !aliases.has(name)) aliases.set(name, path)
  }
  return aliases
}
