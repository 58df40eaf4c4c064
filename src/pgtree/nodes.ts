import { expressionShapes } from './expression-shapes.js'
import { queryShapes, rangeTableShape } from './query-shapes.js'

/** Fields of every kind of node, as tags of how they are read. */
export const shapes = { ...expressionShapes, ...queryShapes, ...rangeTableShape } as const

type Shapes = typeof shapes
/** A kind that a shape describes. */
export type NodeKind = keyof Shapes
/** An unknown node can stand wherever an expression can. */
export type ExpressionKind = keyof typeof expressionShapes | 'UNKNOWN'

/** What each field tag of a shape holds after reading. Lists are never null; a single node is null where there is none. */
interface FieldTypes {
  int: number
  bool: boolean
  text: string | null
  ints: readonly number[]
  /** OIDs of a catalog; the reader notes every one it meets. */
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
/** What a shape may say of a field. */
export type FieldTag = keyof FieldTypes

/** A constant's bytes as the server stores them, still in the text form `[ 1 0 0 0 ]`: few are ever looked at. */
export interface Datum {
  readonly text: string
}

/** A node of a kind that no shape describes: kept by name, with the nodes found inside it. */
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
/** What has a value. */
export type Expression = Node<ExpressionKind>
/** One SELECT, set operation or VALUES, with all that is in it. */
export type QueryNode = Node<'QUERY'>
/** Something that columns are read from: a table, subquery, join, function, CTE, … */
export type RangeTableEntry = Node<'RANGETBLENTRY'>
/** One entry of a select list, or a sort or group key that is not given out. */
export type TargetEntry = Node<'TARGETENTRY'>
/** An item of FROM, by index into the range table, or a join of two. */
export type FromNode = Node<'FROMEXPR' | 'JOINEXPR' | 'RANGETBLREF' | 'UNKNOWN'>
/** UNION, INTERSECT or EXCEPT, or one arm of it. */
export type SetOperationNode = Node<'SETOPERATIONSTMT' | 'RANGETBLREF'>
