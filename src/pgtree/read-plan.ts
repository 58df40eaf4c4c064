import { rangeTableShape } from './query-shapes.js'
import { shapes, type FieldTag } from './nodes.js'

/** The few ways in which the text of a field is read; several tags share one. */
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

/** A field and how its text is read. */
export interface FieldPlan {
  /** In the text. */
  readonly name: string
  /** Of the node. */
  readonly property: string
  readonly as: ReadAs
}

/** How to read one kind of node. */
export interface ReadPlan {
  /** By their names in the text. */
  readonly fields: ReadonlyMap<string, FieldPlan>
  /**
   * The fields in the order in which the first node of the kind had them, null before. Postgres writes a kind always
   * alike, and going from one known name to the next is faster than cutting out every name and looking it up.
   */
  usual: readonly FieldPlan[] | null
  /** How many of the fields must be in the text. */
  readonly required: number
  /** A node with every field empty; copying it gives all nodes of the kind one memory layout. */
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
    // A range table entry has now these fields, now those.
    usual: isVariable ? [] : null,
    required: isVariable ? 1 : fields.size,
    template,
  }
}

/** By kind of node. */
export const readPlans: ReadonlyMap<string, ReadPlan> = new Map(
  Object.entries(shapes).map(([kind, shape]) => [kind, planOf(kind, shape)]),
)
