import { IdentifierNode, type OperationNode, RawNode } from 'kysely'
import { quotedKeywords } from '../../model/sql-keywords.js'
import { type Lexed, lexSql, PARAMETER, type Token } from './lex-sql.js'

/** A raw fragment with the fragments nested in it pasted in place, as Kysely does. */
export interface Fragment extends Lexed {
  /** The nodes in it that are not raw, one for each parameter token, in order. */
  readonly parameters: readonly OperationNode[]
}

const memo = new WeakMap<RawNode, Fragment>()

/** Text and nodes of a raw fragment, in order. */
function pieces(node: RawNode): (string | OperationNode)[] {
  return node.sqlFragments.flatMap((text, i) => {
    const parameter = node.parameters[i]
    if (!parameter) return [text]
    return RawNode.is(parameter) ? [text, ...printedPieces(parameter)] : [text, parameter]
  })
}

/** A raw fragment cut into tokens. A name that `sql.id` made is one token, as if it were written. */
export function fragmentOf(node: RawNode): Fragment {
  const known = memo.get(node)
  if (known) return known
  const all = pieces(node)
  const hasNul = all.some((piece) => typeof piece === 'string' && piece.includes(PARAMETER))
  const text = all.map((piece) => (typeof piece === 'string' ? piece : PARAMETER)).join('')
  const lexed: Lexed = hasNul ? { tokens: [], comments: [], diagnostic: 'a NUL byte' } : lexSql(text)
  const nodes = shown(all, lexed.comments).filter((piece) => typeof piece !== 'string')
  const names = nodes.map((child) => (IdentifierNode.is(child) ? child.name : undefined))
  let parameter = 0
  const fragment: Fragment = {
    ...lexed,
    tokens: lexed.tokens.map((token): Token => {
      if (token.kind !== 'parameter') return token
      const name = names[parameter]
      parameter += 1
      return name === undefined ? token : { kind: 'quoted', text: name }
    }),
    parameters: nodes.filter((child) => !IdentifierNode.is(child)),
  }
  memo.set(node, fragment)
  return fragment
}

/**
 * Text and nodes of a raw fragment, without its comments: a comment at its end would swallow what follows the fragment.
 */
export const printedPieces = (node: RawNode): (string | OperationNode)[] =>
  shown(pieces(node), fragmentOf(node).comments)

/** The pieces outside of comments. */
function shown(
  all: readonly (string | OperationNode)[],
  comments: Lexed['comments'],
): (string | OperationNode)[] {
  if (comments.length === 0) return [...all]
  const kept: (string | OperationNode)[] = []
  let at = 0
  for (const piece of all) {
    const start = at
    at += typeof piece === 'string' ? piece.length : PARAMETER.length
    const hidden = comments.filter(([from, to]) => from < at && to > start)
    if (hidden.length === 0) kept.push(piece)
    else if (typeof piece === 'string') {
      let from = 0
      for (const [hiddenFrom, hiddenTo] of hidden) {
        kept.push(piece.slice(from, Math.max(hiddenFrom - start, 0)), ' ')
        from = hiddenTo - start
      }
      kept.push(piece.slice(from))
    }
  }
  return kept
}

const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted'
const isText = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.kind !== 'quoted' && token.kind !== 'string' && token.text === text

/** Position after the bracket that closes the one at `start`. */
function closing(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let at = start; at < tokens.length; at += 1) {
    if (isText(tokens[at], '(') || isText(tokens[at], '[')) depth += 1
    if (isText(tokens[at], ')') || isText(tokens[at], ']')) depth -= 1
    if (depth === 0) return at + 1
  }
  return tokens.length
}

/** Keywords that begin a call or a value on their own. After other keywords, brackets are an operand: `not (…)`. */
const CALLED: ReadonlySet<string> = new Set(
  `all any array cast coalesce current_date current_time current_timestamp current_user exists extract false greatest
  grouping least left localtime localtimestamp normalize null nullif overlay position right row session_user some
  substring treat trim true`.split(/\s+/),
)

/**
 * Whether a fragment can stand beside an operator without brackets: one name, one literal, one call, or one pair of
 * brackets that match each other.
 *
 * @param isUnitNode whether a child node is one.
 */
export function isUnit(
  { tokens, parameters }: Fragment,
  isUnitNode: (node: OperationNode) => boolean,
): boolean {
  const [first, ...rest] = tokens
  if (!first) return false
  if (first.kind === 'parameter')
    return rest.length === 0 && parameters[0] !== undefined && isUnitNode(parameters[0])
  if (isText(first, '(')) return closing(tokens, 0) === tokens.length
  if (first.kind === 'number' || first.kind === 'string') return rest.length === 0
  if (!isName(first) || (first.kind === 'word' && quotedKeywords.has(first.text) && !CALLED.has(first.text)))
    return false
  let at = 1
  while (isText(tokens[at], '.') && tokens[at + 1] !== undefined && isName(tokens[at + 1] as Token)) at += 2
  if (at === tokens.length) return true
  return isText(tokens[at], '(') && closing(tokens, at) === tokens.length
}

/** Whether the fragment contains a word outside of all brackets, quotes and comments. */
export function hasWordOutside({ tokens }: Fragment, word: string): boolean {
  for (let at = 0; at < tokens.length; at += 1) {
    if (isText(tokens[at], '(') || isText(tokens[at], '[')) at = closing(tokens, at) - 1
    else if (tokens[at]?.kind === 'word' && tokens[at]?.text === word) return true
  }
  return false
}

const isEscape = ({ kind, text }: Token): boolean => kind === 'string' && /^u&/i.test(text)

/** Whether the fragment contains the name in any role. */
export const mentionsName = ({ tokens, diagnostic }: Fragment, name: string): boolean =>
  diagnostic !== undefined ||
  tokens.some((token) => (isName(token) && token.text === name) || isEscape(token))

/**
 * Whether the fragment could read the row of a table as one value.
 *
 * @param orColumn whether naming one of its columns counts as well.
 */
export const mentionsRow = ({ tokens, diagnostic }: Fragment, alias: string, orColumn = false): boolean =>
  diagnostic !== undefined ||
  tokens.some((token, at) => {
    if (isEscape(token)) return true
    if (!isName(token) || token.text !== alias || isText(tokens[at - 1], '.')) return false
    if (isText(tokens[at + 1], '(')) return false
    const next = tokens[at + 2]
    return orColumn || !isText(tokens[at + 1], '.') || !next || !isName(next)
  })

/** Words that are not names when they are unqualified. */
const NO_NAME: ReadonlySet<string> = new Set([
  ...quotedKeywords,
  'filter',
  'within',
  'over',
  'escape',
  'nulls',
  'first',
  'last',
  'at',
  'zone',
  'by',
])

/**
 * Unqualified names in the fragment, which refer to columns in scope: not calls, and not what follows a cast or
 * COLLATE.
 */
export function bareNames({ tokens, diagnostic }: Fragment): readonly string[] | undefined {
  if (diagnostic !== undefined || tokens.some(isEscape)) return undefined
  return tokens.flatMap((token, at) => {
    if (!isName(token) || (token.kind === 'word' && NO_NAME.has(token.text))) return []
    const [before, after] = [tokens[at - 1], tokens[at + 1]]
    if (isText(before, '.') || isText(after, '.') || isText(after, '(')) return []
    return isText(before, '::') || isText(before, 'collate') ? [] : [token.text]
  })
}
