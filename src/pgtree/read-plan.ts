import { rangeTableShape } from './query-shapes.js'
import { shapes, type FieldTag } from './nodes.js'

/** The ways to read the text of a field; several tags share one. */
export type ReadAs =
  | 'int'
  | 'bool'
  | 'text'
  | 'ints'
  | 'datum'
  | 'node'
  | 'nodes'
  | 'nodeLists'
  | 'function'
  | 'operator'
  | 'operators'
  | 'type'
  | 'types'
  | 'relation'

const readAs: Record<FieldTag, ReadAs> = {
  int: 'int',
  bool: 'bool',
  text: 'text',
  ints: 'ints',
  datum: 'datum',
  function: 'function',
  operator: 'operator',
  operators: 'operators',
  type: 'type',
  types: 'types',
  relation: 'relation',
  expr: 'node',
  alias: 'node',
  returning: 'node',
  query: 'node',
  from: 'node',
  setOperation: 'node',
  tableFunction: 'node',
  tableSample: 'node',
  exprs: 'nodes',
  targets: 'nodes',
  sortGroups: 'nodes',
  groupingSets: 'nodes',
  windows: 'nodes',
  whens: 'nodes',
  ctes: 'nodes',
  rangeTable: 'nodes',
  rangeFunctions: 'nodes',
  froms: 'nodes',
  nodes: 'nodes',
  exprLists: 'nodeLists',
}

const none: readonly never[] = Object.freeze([])
const empty: Record<ReadAs, unknown> = {
  int: 0,
  bool: false,
  text: null,
  ints: none,
  datum: null,
  node: null,
  nodes: none,
  nodeLists: none,
  function: 0,
  operator: 0,
  operators: none,
  type: 0,
  types: none,
  relation: 0,
}

/** A field and how to read its text. */
export interface FieldPlan {
  /** Name in the text. */
  readonly name: string
  /** Property of the node. */
  readonly property: string
  readonly as: ReadAs
}

/** How to read one kind of node. */
export interface ReadPlan {
  /** By their names in the text. */
  readonly fields: ReadonlyMap<string, FieldPlan>
  /**
   * The fields in the order of the first node of the kind; null before. Postgres always prints a kind in the same order, so
   * expecting the next known name is faster than extracting and looking up every name.
   */
  usual: readonly FieldPlan[] | null
  /** Number of required fields. */
  readonly required: number
  /** A node with empty fields. Copying it gives all nodes of the kind the same memory layout. */
  readonly template: Readonly<Record<string, unknown>>
}

const planOf = (kind: string, shape: Readonly<Record<string, FieldTag>>): ReadPlan => {
  const fields = new Map<string, FieldPlan>()
  const template: Record<string, unknown> = { kind }
  for (const [property, tag] of Object.entries(shape)) {
    const written = property === 'setKind' ? 'kind' : property
    fields.set(written, { name: written, property, as: readAs[tag] })
    template[property] = empty[readAs[tag]]
  }
  const isVariable = kind in rangeTableShape
  return {
    fields,
    // The fields of a range table entry depend on its kind.
    usual: isVariable ? [] : null,
    required: isVariable ? 1 : fields.size,
    template,
  }
}

/** By kind of node. */
export const readPlans: ReadonlyMap<string, ReadPlan> = new Map(
  Object.entries(shapes).map(([kind, shape]) => [kind, planOf(kind, shape)]),
)
