/** A value in the text of a query tree: some words, a list or a node. */
export type TreeValue = string | readonly TreeValue[] | TreeNode

export interface TreeNode {
  readonly kind: string
  readonly fields: ReadonlyMap<string, TreeValue>
}

export const isNode = (value: TreeValue | undefined): value is TreeNode =>
  typeof value === 'object' && 'kind' in value

export const isList = (value: TreeValue | undefined): value is readonly TreeValue[] => Array.isArray(value)

/** `<>` is how a tree writes that there is nothing. */
export const listOf = (value: TreeValue | undefined): readonly TreeValue[] => (isList(value) ? value : [])

export const nodesOf = (value: TreeValue | undefined): readonly TreeNode[] => listOf(value).filter(isNode)

/** Words end at these three blanks only: a name may have any other as it is. */
const TOKEN = /[(){}]|(?:\\.|[^ \n\t(){}\\])+/gs

/**
 * Reads the text of a query tree as Postgres stores it, every field of every node, knowing nothing of what they mean.
 * That is all that telling two trees apart needs, and it holds for nodes of any major.
 */
export function readTree(text: string): TreeValue {
  const tokens = text.match(TOKEN) ?? []
  let at = 0

  const readList = (): TreeValue[] => {
    const items: TreeValue[] = []
    while (at < tokens.length && tokens[at] !== ')') items.push(readItem())
    at++
    return items
  }
  const readNode = (): TreeNode => {
    const kind = tokens[at++] ?? ''
    const fields = new Map<string, TreeValue>()
    while (at < tokens.length && tokens[at] !== '}') {
      const name = tokens[at++] ?? ''
      fields.set(name, readField())
    }
    at++
    return { kind, fields }
  }
  /** A field is a list, a node, or words up to the next field. */
  const readField = (): TreeValue => {
    if (tokens[at] === '(' || tokens[at] === '{') return readItem()
    const start = at
    while (at < tokens.length && tokens[at] !== '}' && !(at > start && tokens[at]?.startsWith(':'))) at++
    return tokens.slice(start, at).join(' ')
  }
  const readItem = (): TreeValue => {
    const token = tokens[at++] ?? ''
    if (token === '(') return readList()
    return token === '{' ? readNode() : token
  }
  return readItem()
}

/** A word as it was before the tree's text escaped it. */
export const unescape = (word: string): string => word.replaceAll(/\\(.)/gs, '$1')
