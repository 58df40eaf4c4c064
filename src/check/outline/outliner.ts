import { createHash } from 'node:crypto'
import type { OidNames } from '../../model/oid-names.js'
import { columnName, entry, type Scope, target, up, withClause } from './scope.js'
import { isList, isNode, listOf, nodesOf, type TreeNode, type TreeValue } from './read-tree.js'
import { acrossRows, FUNCTIONS, IGNORED, isEmpty, isOneRow, JOIN, RTE, TYPE, word } from './vocabulary.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface Outliner {
  /** Of an output column, by its number from 1. */
  column(scope: Scope, number: number): string
  /** Of what decides which rows there are. */
  rows(scope: Scope): string
}

/**
 * Writes the parts of a query so that two texts are equal exactly when nothing but names and places tells them apart:
 * every variable is replaced by what it stands for, down to the columns of relations.
 */
export function createOutliner(names: OidNames): Outliner {
  const knownColumns = new Map<TreeNode, Map<number, string>>()
  const knownRows = new Map<TreeNode, string>()
  const unfinished = new Set<TreeNode>()

  const relationName = (rte: TreeNode): string =>
    names.relations.get(word(rte, ':relid')) ?? word(rte, ':relid')

  /** The query of a WITH, with the scope that it stands in; not of a recursive one, which would lead in circles. */
  const withQuery = (rte: TreeNode, scope: Scope): Scope | undefined => {
    const owner = up(scope, Number(word(rte, ':ctelevelsup')))
    const clause = withClause(rte, owner)
    const query = clause?.fields.get(':ctequery')
    return clause && isNode(query) && word(clause, ':cterecursive') !== 'true'
      ? { query, outer: owner }
      : undefined
  }

  /** A recursive WITH as a whole; its name where it reads itself. */
  const recursive = (rte: TreeNode, scope: Scope): string => {
    const owner = up(scope, Number(word(rte, ':ctelevelsup')))
    const clause = withClause(rte, owner)
    const query = clause?.fields.get(':ctequery')
    if (!clause || !isNode(query) || unfinished.has(query)) return word(rte, ':ctename')
    unfinished.add(query)
    const rest = [':search_clause', ':cycle_clause'].map((name) => text(clause.fields.get(name), scope))
    const written = [whole({ query, outer: owner }), ...rest].join(' ')
    unfinished.delete(query)
    return written
  }

  const variable = (node: TreeNode, scope: Scope): string => {
    const owner = up(scope, Number(word(node, ':varlevelsup')))
    // (b 3 5): the outer joins that give NULL in its place; which rows they find decides the value.
    const nulling = listOf(node.fields.get(':varnullingrels')).slice(1).map(Number)
    const joins = owner
      ? nulling.map((number) => outerJoin(owner.query.fields.get(':jointree'), number, owner))
      : []
    return [denoted(node, scope), ...joins].join(' ')
  }

  /** The side of an outer join that may be missing, and when it is. */
  const outerJoin = (value: TreeValue | undefined, number: number, scope: Scope): string => {
    if (isList(value)) return value.map((item) => outerJoin(item, number, scope)).join('')
    if (!isNode(value)) return ''
    const { fields } = value
    if (Number(word(value, ':rtindex')) !== number || value.kind !== 'JOINEXPR') {
      return outerJoin(
        [':fromlist', ':larg', ':rarg'].map((name) => fields.get(name) ?? ''),
        number,
        scope,
      )
    }
    const type = word(value, ':jointype')
    const sides = type === JOIN.left ? [':rarg'] : type === JOIN.right ? [':larg'] : [':larg', ':rarg']
    return [...sides.map((name) => joined(fields.get(name), scope)), text(fields.get(':quals'), scope)].join(
      ' on ',
    )
  }

  const denoted = (node: TreeNode, scope: Scope): string => {
    const owner = up(scope, Number(word(node, ':varlevelsup')))
    const number = Number(word(node, ':varattno'))
    const rte = owner && entry(owner, Number(word(node, ':varno')))
    if (!owner || !rte) return plain(node, scope)
    const kind = word(rte, ':rtekind')
    const at = (field: string): string => text(listOf(rte.fields.get(field))[number - 1], owner)
    if (kind === RTE.relation) return `${relationName(rte)}.${columnName(rte, number)}`
    // A whole row is every column of what it is a row of.
    if (number <= 0) return `row ${number} of ${sourceRows(rte, owner)}`
    if (kind === RTE.join) return at(':joinaliasvars')
    if (kind === RTE.group) return at(':groupexprs')
    const subquery = rte.fields.get(':subquery')
    if (kind === RTE.subquery && isNode(subquery)) return column({ query: subquery, outer: owner }, number)
    const found = kind === RTE.cte ? withQuery(rte, owner) : undefined
    return found ? column(found, number) : `${number} of ${sourceRows(rte, owner)}`
  }

  const plain = (node: TreeNode, scope: Scope): string => {
    const fields = [...node.fields].filter(([name]) => !IGNORED.has(name))
    return `{${node.kind}${fields.map(([name, value]) => ` ${name} ${field(name, value, scope)}`).join('')}}`
  }

  const field = (name: string, value: TreeValue, scope: Scope): string => {
    if (typeof value !== 'string') return text(value, scope)
    if (FUNCTIONS.has(name)) return names.functions.get(value) ?? value
    return TYPE.test(name) ? (names.types.get(value) ?? value) : value
  }

  const text = (value: TreeValue | undefined, scope: Scope): string => {
    if (value === undefined) return ''
    if (typeof value === 'string') return value
    if (isList(value)) return `(${value.map((item) => text(item, scope)).join(' ')})`
    if (!isNode(value)) return ''
    if (value.kind === 'VAR') return variable(value, scope)
    if (value.kind === 'QUERY') return whole({ query: value, outer: scope })
    return plain(value, scope)
  }

  const whole = (scope: Scope): string => {
    const targets = nodesOf(scope.query.fields.get(':targetList'))
    const columns = targets.map((_, i) => column(scope, i + 1))
    return sha256([rows(scope), ...columns].join('\n'))
  }

  /** What an item of FROM gives rows of. */
  const sourceRows = (rte: TreeNode, scope: Scope): string => {
    const kind = word(rte, ':rtekind')
    const sample = text(rte.fields.get(':tablesample'), scope)
    if (kind === RTE.relation) return `${relationName(rte)} ${sample}`
    const subquery = rte.fields.get(':subquery')
    if (kind === RTE.subquery && isNode(subquery)) {
      return isOneRow(subquery) ? 'one row' : rows({ query: subquery, outer: scope })
    }
    if (kind !== RTE.cte) return plain(rte, scope)
    const found = withQuery(rte, scope)
    return found ? rows(found) : recursive(rte, scope)
  }

  /** Joins with what they join in place of its number. */
  const joined = (value: TreeValue | undefined, scope: Scope): string => {
    if (isList(value)) return `(${value.map((item) => joined(item, scope)).join(' ')})`
    if (!isNode(value)) return ''
    const { kind, fields } = value
    if (kind === 'RANGETBLREF') {
      const rte = entry(scope, Number(word(value, ':rtindex')))
      return rte ? sourceRows(rte, scope) : plain(value, scope)
    }
    const sides = [':fromlist', ':larg', ':rarg'].map((name) => joined(fields.get(name), scope))
    return `{${kind} ${word(value, ':jointype')} ${sides.join(' ')} ${text(fields.get(':quals'), scope)}}`
  }

  /** GROUP BY, ORDER BY and similar clauses, with the expression in place of its number in the list of targets. */
  const sorted = (value: TreeValue | undefined, scope: Scope): string => {
    if (isList(value)) return `(${value.map((item) => sorted(item, scope)).join(' ')})`
    if (!isNode(value)) return ''
    if (value.kind === 'WINDOWCLAUSE') {
      const parts = [':partitionClause', ':orderClause'].map((name) => sorted(value.fields.get(name), scope))
      return [plain(value, scope), ...parts].join(' ')
    }
    if (value.kind !== 'SORTGROUPCLAUSE') return plain(value, scope)
    const reference = word(value, ':tleSortGroupRef')
    const how = plain(value, scope).replace(`:tleSortGroupRef ${reference}`, '')
    return `${targetText(reference, scope)} ${how}`
  }

  const targetText = (reference: string, scope: Scope): string =>
    text(target(scope, ':ressortgroupref', reference)?.fields.get(':expr'), scope)

  const rows = (scope: Scope): string => {
    const { query } = scope
    const known = knownRows.get(query)
    if (known !== undefined) return known
    const { fields } = query
    const targets = nodesOf(fields.get(':targetList'))
    // What merges rows or makes more of them has every column decide which rows there are.
    const perColumn = word(query, ':hasTargetSRFs') === 'true' || !isEmpty(fields.get(':setOperations'))
    const parts = [
      joined(fields.get(':jointree'), scope),
      ...[':groupClause', ':distinctClause', ':sortClause', ':windowClause'].map((name) =>
        sorted(fields.get(name), scope),
      ),
      ...[
        ':groupingSets',
        ':groupDistinct',
        ':havingQual',
        ':limitOffset',
        ':limitCount',
        ':limitOption',
      ].map((name) => text(fields.get(name), scope)),
      ...[':hasAggs', ':hasDistinctOn', ':rowMarks'].map((name) => text(fields.get(name), scope)),
      perColumn ? targets.map(({ fields: own }) => text(own.get(':expr'), scope)).join(' ') : '',
      setOperation(fields.get(':setOperations'), scope),
    ]
    const hash = sha256(parts.join('\n'))
    knownRows.set(query, hash)
    return hash
  }

  const setOperation = (value: TreeValue | undefined, scope: Scope): string => {
    if (!isNode(value)) return ''
    if (value.kind !== 'SETOPERATIONSTMT') {
      const rte = entry(scope, Number(word(value, ':rtindex')))
      const subquery = rte?.fields.get(':subquery')
      return isNode(subquery) ? whole({ query: subquery, outer: scope }) : plain(value, scope)
    }
    const sides = [':larg', ':rarg'].map((name) => setOperation(value.fields.get(name), scope))
    return `${word(value, ':op')} ${word(value, ':all')} (${sides.join(') (')})`
  }

  const column = (scope: Scope, number: number): string => {
    const { query } = scope
    const known = knownColumns.get(query) ?? new Map<number, string>()
    knownColumns.set(query, known)
    const seen = known.get(number)
    if (seen !== undefined) return seen
    const expression = target(scope, ':resno', String(number))?.fields.get(':expr')
    // A value of a set operation can come from any of its sides.
    const depends = acrossRows(expression) || !isEmpty(query.fields.get(':setOperations'))
    const hash = sha256(`${text(expression, scope)}\n${depends ? rows(scope) : ''}`)
    known.set(number, hash)
    return hash
  }

  return { column, rows }
}
