import { expressionShapes } from './expression-shapes.js'
import { queryShapes, rangeTableShape } from './query-shapes.js'

/** Fields of every kind of node, as tags of how they are read. */
export const shapes = { ...expressionShapes, ...queryShapes, ...rangeTableShape } as const

type Shapes = typeof shapes
/** A kind that a shape describes. */
export type NodeKind = keyof Shapes
/** An unknown node can occur wherever an expression can. */
export type ExpressionKind = keyof typeof expressionShapes | 'UNKNOWN'

/** The type of each field tag after reading. Lists are never null; a single node is null if absent. */
interface FieldTypes {
  int: number
  bool: boolean
  text: string | null
  ints: readonly number[]
  /** OIDs of a catalog; the reader collects all of them. */
  function: number
  operator: number
  operators: readonly number[]
  type: number
  types: readonly number[]
  relation: number
  datum: Datum | null
  expr: Expression | null
  exprs: readonly Expression[]
  exprLists: readonly (readonly Expression[])[]
  targets: readonly Node<'TARGETENTRY'>[]
  sortGroups: readonly Node<'SORTGROUPCLAUSE'>[]
  groupingSets: readonly Node<'GROUPINGSET'>[]
  windows: readonly Node<'WINDOWCLAUSE'>[]
  whens: readonly Node<'CASEWHEN'>[]
  ctes: readonly Node<'COMMONTABLEEXPR'>[]
  rangeTable: readonly Node<'RANGETBLENTRY'>[]
  rangeFunctions: readonly Node<'RANGETBLFUNCTION'>[]
  tableFunction: Node<'TABLEFUNC'> | null
  tableSample: Node<'TABLESAMPLECLAUSE'> | null
  alias: Node<'ALIAS'> | null
  returning: Node<'JSONRETURNING'> | null
  query: QueryNode | null
  from: FromNode | null
  froms: readonly FromNode[]
  setOperation: SetOperationNode | null
  nodes: readonly AnyNode[]
}
/** A field tag of a shape. */
export type FieldTag = keyof FieldTypes

/** A constant's bytes as stored by the server, unparsed as `[ 1 0 0 0 ]`, because few are needed. */
export interface Datum {
  readonly text: string
}

/** A node of a kind without a shape: its name and the nodes inside it. */
interface UnknownFields {
  readonly name: string
  readonly children: readonly AnyNode[]
}

type ShapeFields<K extends NodeKind> = {
  readonly [F in keyof Shapes[K]]: FieldTypes[Shapes[K][F] & FieldTag]
}
type Fields = { readonly [K in NodeKind]: ShapeFields<K> } & { readonly UNKNOWN: UnknownFields }

/** A node of one kind, or of any of several. */
export type Node<K extends NodeKind | 'UNKNOWN'> = { [P in K]: { readonly kind: P } & Fields[P] }[K]
/** Any node of a tree. */
export type AnyNode = Node<NodeKind | 'UNKNOWN'>
/** Any expression. */
export type Expression = Node<ExpressionKind>
/** One SELECT, set operation or VALUES. */
export type QueryNode = Node<'QUERY'>
/** A range table entry: a table, subquery, join, function, CTE, … */
export type RangeTableEntry = Node<'RANGETBLENTRY'>
/** One entry of a select list, or a hidden sort or group key. */
export type TargetEntry = Node<'TARGETENTRY'>
/** An item of FROM, by index into the range table, or a join of two. */
export type FromNode = Node<'FROMEXPR' | 'JOINEXPR' | 'RANGETBLREF' | 'UNKNOWN'>
/** UNION, INTERSECT or EXCEPT, or one operand of it. */
export type SetOperationNode = Node<'SETOPERATIONSTMT' | 'RANGETBLREF'>
