import {
  AliasNode,
  AndNode,
  type BinaryOperationNode,
  FromNode,
  IdentifierNode,
  JoinNode,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  type OrNode,
  ParensNode,
  type PrimitiveValueListNode,
  RawNode,
  ReferenceNode,
  SelectQueryNode,
  type SetOperationNode,
  TableNode,
  type UnaryOperationNode,
  ValueListNode,
  type ValueNode,
} from 'kysely'
import type { Declaration, QueryDeclaration } from '../../declare/relation.js'
import { splitName } from '../context.js'
import { ROW } from '../lower/aggregate-rows.js'
import { groupByKeys } from '../lower/group-by-keys.js'
import { aliased, columnRef, select, selection, starRef, tableName } from '../nodes/build.js'
import { withUntypedDates } from '../nodes/untyped-dates.js'
import { literal } from '../print/literal.js'
import { openScope } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { selectedColumns } from '../scope/selected-columns.js'
import { readAggregate } from './read-aggregate.js'

/**
 * The plain form of a layer or view: each input is a subquery, each step is a query around the one before, and every
 * operand has its own brackets. It is kept simple on purpose, because the compiled form is compared with it.
 *
 * @returns a tree for Kysely's own Postgres compiler.
 */
export function readQuery({ query, inputs, steps }: QueryDeclaration, outputsOf: OutputsOf): SelectQueryNode {
  const reading = new PlainReading(new Map(Object.entries(inputs)), outputsOf)
  const own = query ? reading.transformNode(query) : select({ selections: [] })
  return steps.reduce(
    (before, { columns }) =>
      select({
        // Kysely's builder calls the row of a step "row", so that is its name here.
        selections: [
          starRef(ROW),
          ...Object.entries(columns).map(([name, { node }]) => selection(reading.transformNode(node), name)),
        ],
        from: [aliased(before, ROW)],
      }),
    own,
  )
}

/** The rows of a relation, with only the declared columns. */
export function readRelation(declaration: Declaration, outputsOf: OutputsOf): SelectQueryNode {
  if (declaration.kind === 'layer') return readQuery(declaration, outputsOf)
  const { schema, name } = splitName(declaration.name)
  return select({
    selections: (outputsOf(declaration) ?? []).map((column) =>
      selection(columnRef(name, column.name), column.name),
    ),
    from: [TableNode.createWithSchema(schema, name)],
  })
}

/** The plain form of an expression of a query over these inputs. */
export const readExpression = (
  node: OperationNode,
  inputs: QueryDeclaration['inputs'],
  outputsOf: OutputsOf,
): OperationNode => new PlainReading(new Map(Object.entries(inputs)), outputsOf).transformNode(node)

const LOOSE: ReadonlySet<string> = new Set([
  'AndNode',
  'OrNode',
  'BinaryOperationNode',
  'UnaryOperationNode',
  'JSONReferenceNode',
])

/** A node as an operand, in brackets if needed. */
function unit(node: OperationNode): OperationNode {
  if (RawNode.is(node)) return isQuantified(node) ? node : ParensNode.create(node)
  return LOOSE.has(node.kind) ? ParensNode.create(node) : node
}

/** `any(…)` is not an expression, so it takes no brackets. */
const isQuantified = (node: RawNode): boolean => /^\s*(any|all|some)\s*\(/i.test(node.sqlFragments[0] ?? '')

/** Raw text after an operator that cannot be bracketed: a list, the text after IS, a pattern with its ESCAPE. */
function staysBare(operator: string, right: OperationNode): boolean {
  if (!RawNode.is(right)) return false
  if (['is', 'is not', 'in', 'not in'].includes(operator)) return true
  return operator.endsWith('like') && right.sqlFragments.some((text) => /\bescape\b/i.test(text))
}

class PlainReading extends OperationNodeTransformer {
  readonly #inputs: ReadonlyMap<string, Declaration | undefined>
  readonly #outputsOf: OutputsOf
  /** Names defined by WITH so far; they hide inputs. */
  #named: ReadonlySet<string> = new Set()

  constructor(inputs: ReadonlyMap<string, Declaration | undefined>, outputsOf: OutputsOf) {
    super()
    this.#inputs = inputs
    this.#outputsOf = outputsOf
  }

  protected override transformNodeImpl<N extends OperationNode>(node: N): N {
    return super.transformNodeImpl(withUntypedDates(node))
  }

  protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
    const around = this.#named
    const withNode = node.with && {
      ...node.with,
      expressions: node.with.expressions.map((expression) => {
        const name = tableName(expression.name.table)
        const after = new Set([...this.#named, name])
        if (node.with?.recursive) this.#named = after
        const transformed = { ...expression, expression: this.transformNode(expression.expression) }
        this.#named = after
        return transformed
      }),
    }
    const { with: _, ...query } = this.#written(node)
    const read = super.transformSelectQuery(query)
    this.#named = around
    return withNode ? { ...read, with: withNode } : read
  }

  /** Completes a GROUP BY of a whole key, and lists the key columns of aggregates once for a `*`. */
  #written(node: SelectQueryNode): SelectQueryNode {
    const inputs = new Map([...this.#inputs].filter(([name]) => !this.#named.has(name)))
    const scope = openScope(node, { inputs, ctes: new Map(), outputsOf: this.#outputsOf }, undefined)
    const query = groupByKeys(node, scope)
    if (!scope.tables.some(({ aggregate }) => aggregate)) return query
    const columns = new Map<string, OperationNode>()
    for (const { name, node: of } of selectedColumns(query, scope) ?? [])
      if (!columns.has(name)) columns.set(name, of)
    return { ...query, selections: [...columns].map(([name, of]) => selection(of, name)) }
  }

  protected override transformFrom(node: FromNode): FromNode {
    return FromNode.create(node.froms.map((item) => this.#tableItem(item)))
  }

  protected override transformJoin(node: JoinNode): JoinNode {
    const on = node.on && this.transformNode(node.on)
    const declaration = this.#inputOf(node.table)
    if (declaration?.kind !== 'aggregate')
      return { ...node, table: this.#tableItem(node.table), ...(on && { on }) }
    return readAggregate(node, declaration, {
      expression: (inner) => this.transformNode(inner),
      rows: (of) => readRelation(of, this.#outputsOf),
    })
  }

  #inputOf(item: OperationNode): Declaration | undefined {
    const table = AliasNode.is(item) ? item.node : item
    if (!TableNode.is(table) || this.#named.has(tableName(table))) return undefined
    return this.#inputs.get(tableName(table))
  }

  #tableItem(item: OperationNode): OperationNode {
    const declaration = this.#inputOf(item)
    const table = AliasNode.is(item) ? item.node : item
    if (!declaration) {
      // Table names are not expressions, and a raw alias is text.
      if (TableNode.is(table)) return item
      return AliasNode.is(item)
        ? AliasNode.create(this.transformNode(table), item.alias)
        : this.transformNode(item)
    }
    const alias = AliasNode.is(item) ? item.alias : IdentifierNode.create(tableName(table as TableNode))
    return AliasNode.create(readRelation(declaration, this.#outputsOf), alias)
  }

  protected override transformReference(node: ReferenceNode): ReferenceNode {
    // An input may have a dot in its name.
    return node.table?.table.schema ? { ...node, table: TableNode.create(tableName(node.table)) } : node
  }

  protected override transformSetOperation(node: SetOperationNode): SetOperationNode {
    return { ...node, expression: ParensNode.create(this.transformNode(node.expression)) }
  }

  protected override transformAnd(node: AndNode): AndNode {
    return AndNode.create(
      unit(this.transformNode(node.left)),
      unit(this.transformNode(node.right)),
    ) as AndNode
  }

  protected override transformOr(node: OrNode): OrNode {
    return { ...node, left: unit(this.transformNode(node.left)), right: unit(this.transformNode(node.right)) }
  }

  protected override transformUnaryOperation(node: UnaryOperationNode): UnaryOperationNode {
    return { ...node, operand: unit(this.transformNode(node.operand)) }
  }

  protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
    const operator = OperatorNode.is(node.operator) ? node.operator.operator : ''
    const right = this.transformNode(node.rightOperand)
    const isRange = operator.startsWith('between') && AndNode.is(right)
    return {
      ...node,
      operator: this.transformNode(node.operator),
      leftOperand: unit(this.transformNode(node.leftOperand)),
      rightOperand: isRange || staysBare(operator, right) ? right : unit(right),
    }
  }

  protected override transformRaw(node: RawNode): RawNode {
    const parameters = node.parameters.map((parameter) => {
      const read = this.transformNode(parameter)
      return RawNode.is(parameter) ? read : unit(read)
    })
    // A comment at the end of a fragment ends with its line.
    const fragments = node.sqlFragments.map((text) => (text.includes('--') ? `${text}\n` : text))
    return RawNode.create(fragments, parameters)
  }

  protected override transformValue(node: ValueNode): ValueNode {
    return RawNode.createWithSql(literal(node.value) ?? 'NULL') as OperationNode as ValueNode
  }

  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    const values = node.values.map((value) => RawNode.createWithSql(literal(value) ?? 'NULL'))
    return ValueListNode.create(values) as OperationNode as PrimitiveValueListNode
  }
}
