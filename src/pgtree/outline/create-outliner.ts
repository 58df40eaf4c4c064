import { createHash } from 'node:crypto'
import type { OidNames } from '../../model/oid-names.js'
import type { QueryNode } from '../nodes.js'
import { isWrittenList, isWrittenNode, type WrittenTree } from '../read-written-tree.js'
import type { Outliner } from './outliner.js'
import { readsTwice } from './reads-twice.js'
import { rowsText } from './rows-text.js'
import { variableText } from './variable-text.js'
import { acrossRows, nodeText } from './written-text.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Caches the text of each query, which is needed once for each of its columns. */
export function createOutliner(tree: WrittenTree, names: OidNames): Outliner {
  const knownColumns = new Map<QueryNode, Map<number, string>>()
  const knownRows = new Map<QueryNode, string>()

  const text: Outliner['text'] = (value, scope) => {
    if (value === undefined) return ''
    if (typeof value === 'string') return value
    if (isWrittenList(value)) return `(${value.map((item) => text(item, scope)).join(' ')})`
    if (!isWrittenNode(value)) return ''
    if (value.kind === 'VAR') return variableText(value, scope, outliner)
    if (value.kind === 'QUERY') return whole({ query: value, outer: scope })
    return plain(value, scope)
  }

  const plain: Outliner['plain'] = (node, scope) => nodeText(node, tree, names, (value) => text(value, scope))

  const whole: Outliner['whole'] = (scope) => {
    const columns = scope.query.targetList.map((_, i) => column(scope, i + 1))
    return sha256([rows(scope), ...columns].join('\n'))
  }

  const rows: Outliner['rows'] = (scope) => {
    const known = knownRows.get(scope.query)
    if (known !== undefined) return known
    const hash = sha256(rowsText(scope, outliner))
    knownRows.set(scope.query, hash)
    return hash
  }

  const column: Outliner['column'] = (scope, number) => {
    const { query } = scope
    const known = knownColumns.get(query) ?? new Map<number, string>()
    knownColumns.set(query, known)
    const seen = known.get(number)
    if (seen !== undefined) return seen
    const target = query.targetList.find(({ resno }) => resno === number)
    const expression = target && tree.field(target, 'expr')
    // A value of a set operation can come from any operand.
    const depends = acrossRows(expression, tree) || query.setOperations !== null
    const hash = sha256(`${text(expression, scope)}\n${depends ? rows(scope) : ''}`)
    known.set(number, hash)
    return hash
  }

  const outliner: Outliner = {
    tree,
    names,
    isRepeated: readsTwice(tree),
    unfinished: new Set(),
    column,
    rows,
    whole,
    text,
    plain,
  }
  return outliner
}
