import {
  AggregateFunctionNode,
  ColumnNode,
  FunctionNode,
  type OperationNode,
  type OperationNodeKind,
  RawNode,
  ReferenceNode,
} from 'kysely'
import { isDeclaredCall } from '../../declare/sql-function.js'
import { children } from '../nodes/walk.js'
import { aggregateFunctions, scalarForms, scalarFunctions } from './known-functions.js'
import { type Fragment, fragmentOf } from './raw-fragment.js'

/** Kinds that return one value for one row if their parts do. */
const SCALAR_KINDS: ReadonlySet<OperationNodeKind> = new Set([
  'AndNode',
  'BinaryOperationNode',
  'CaseNode',
  'CastNode',
  'CollateNode',
  'DataTypeNode',
  'IdentifierNode',
  'JSONOperatorChainNode',
  'JSONReferenceNode',
  'ListNode',
  'OperatorNode',
  'OrNode',
  'OrderByItemNode',
  'OrderByNode',
  'ParensNode',
  'PrimitiveValueListNode',
  'SelectAllNode',
  'TupleNode',
  'UnaryOperationNode',
  'ValueListNode',
  'ValueNode',
  'WhenNode',
  'WhereNode',
])

/** Reserved words of the grammar, and words that cannot be a column's name in their position. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `and as asc asymmetric between both by case collate desc distinct else end escape false filter first for from group
  ilike in is last leading like not null nulls or order placing similar symmetric then to trailing true unknown using
  when where with within`.split(/\s+/),
)

/** Fields that `extract` accepts before its FROM. */
const FIELDS: ReadonlySet<string> = new Set(
  'century day decade dow doy epoch hour isodow isoyear microseconds millennium milliseconds minute month quarter second week year'.split(
    ' ',
  ),
)

/** Words that begin something other than a scalar. */
const NEVER: ReadonlySet<string> = new Set(['select', 'over', 'values', 'table', 'window', 'with'])

/** Words of type names, which follow a cast. */
const TYPE_WORDS: ReadonlySet<string> = new Set(
  `bigint bool boolean bytea char character date decimal double float float4 float8 int int2 int4 int8 integer interval
  json jsonb numeric precision real smallint text time timestamp timestamptz uuid varchar varying with without zone`.split(
    /\s+/,
  ),
)

/** What an expression may mention and call. */
export interface ScalarRules {
  /**
   * Columns of the row. Names in raw text must be among them and unqualified, because in a query of another shape they
   * could mean something else. Undefined where the text stays in its query.
   */
  readonly columns?: ReadonlySet<string>
  /** Whether aggregate functions are allowed. */
  readonly aggregates: boolean
}

/**
 * Why it is not certain that an expression returns one value for one row (for an aggregate, for one group) and does
 * nothing else: it could return a set, be a window function, be volatile, read a whole row or contain a query.
 * Undefined when it is certain. Known are Kysely's plain nodes, the functions in {@link scalarFunctions}, and declared
 * functions that are not volatile, which never return sets.
 */
export function whyNotScalar(node: OperationNode, rules: ScalarRules): string | undefined {
  if (RawNode.is(node)) return whyNotScalarText(fragmentOf(node), rules)
  if (ReferenceNode.is(node)) return ColumnNode.is(node.column) ? undefined : 'it reads a whole row'
  if (isDeclaredCall(node)) {
    if (node.calls().volatility === 'volatile') return `it calls ${node.func}(), which is volatile`
  } else if (FunctionNode.is(node)) {
    const name = node.func.toLowerCase()
    if (!scalarFunctions.has(name) && !scalarForms.has(name)) return `it calls ${node.func}()`
  } else if (AggregateFunctionNode.is(node)) {
    if (node.over) return `${node.func}() is a window function`
    if (!rules.aggregates || !aggregateFunctions.has(node.func.toLowerCase()))
      return `it calls ${node.func}()`
  } else if (node.kind === 'SelectionNode') {
    // The star of count(*) is in one.
  } else if (!SCALAR_KINDS.has(node.kind)) {
    return node.kind === 'SelectQueryNode' ? 'it contains a query' : `it contains a ${node.kind}`
  }
  for (const child of children(node)) {
    const why = whyNotScalar(child, rules)
    if (why !== undefined) return why
  }
  return undefined
}

function whyNotScalarText(
  { tokens, diagnostic, parameters }: Fragment,
  rules: ScalarRules,
): string | undefined {
  if (diagnostic !== undefined) return `its raw text has ${diagnostic}`
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'string' && /^u&/i.test(text)) return 'its raw text contains a Unicode escape'
    if (kind !== 'word' && kind !== 'quoted') continue
    const before = tokens[at - 1]
    const isCall = tokens[at + 1]?.kind === 'punctuation' && tokens[at + 1]?.text === '('
    const isQualified = before?.text === '.' || tokens[at + 1]?.text === '.'
    if (isQualified && (rules.columns || isCall)) return 'its raw text contains a qualified name'
    if (isQualified) continue
    if (kind === 'word' && isGrammar(tokens, at)) continue
    if (isCall && kind === 'word') {
      const known =
        scalarFunctions.has(text) ||
        scalarForms.has(text) ||
        (rules.aggregates && aggregateFunctions.has(text))
      // `in (…)`, `and (…)`, `filter (…)`
      if (known || KEYWORDS.has(text)) continue
      return `its raw text calls ${text}()`
    }
    if (kind === 'word' && KEYWORDS.has(text)) continue
    if (kind === 'word' && (text === 'array' || scalarForms.has(text)) && tokens[at + 1]?.text === '[')
      continue
    if (isCall || !(rules.columns?.has(text) ?? !NEVER.has(text))) return `its raw text mentions ${text}`
  }
  for (const parameter of parameters) {
    const why = whyNotScalar(parameter, rules)
    if (why !== undefined) return why
  }
  return undefined
}

/** Whether a word that could be a column's name is part of the grammar in its position. */
function isGrammar(tokens: Fragment['tokens'], at: number): boolean {
  const { text = '' } = tokens[at] ?? {}
  const before = (steps: number): string | undefined => tokens[at - steps]?.text
  if (TYPE_WORDS.has(text) && (tokens[at + 1]?.kind === 'string' || followsCast(tokens, at))) return true
  return FIELDS.has(text) && before(1) === '(' && before(2) === 'extract'
}

/** Whether only words of a type are between a word and the `::` before it. */
function followsCast(tokens: Fragment['tokens'], at: number): boolean {
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i]
    if (token?.kind === 'operator' && token.text === '::') return true
    if (!(token?.kind === 'word' && TYPE_WORDS.has(token.text))) return false
  }
  return false
}
