import type * as K from 'kysely'

/** Kysely's node kinds that a view can contain, with their types. */
export interface Nodes {
  AggregateFunctionNode: K.AggregateFunctionNode
  AliasNode: K.AliasNode
  AndNode: K.AndNode
  BinaryOperationNode: K.BinaryOperationNode
  CaseNode: K.CaseNode
  CastNode: K.CastNode
  CollateNode: K.CollateNode
  ColumnNode: K.ColumnNode
  CommonTableExpressionNameNode: K.CommonTableExpressionNameNode
  CommonTableExpressionNode: K.CommonTableExpressionNode
  DataTypeNode: K.DataTypeNode
  FetchNode: K.FetchNode
  FromNode: K.FromNode
  FunctionNode: K.FunctionNode
  GroupByItemNode: K.GroupByItemNode
  GroupByNode: K.GroupByNode
  HavingNode: K.HavingNode
  IdentifierNode: K.IdentifierNode
  JoinNode: K.JoinNode
  JSONOperatorChainNode: K.JSONOperatorChainNode
  JSONReferenceNode: K.JSONReferenceNode
  LimitNode: K.LimitNode
  ListNode: K.ListNode
  OffsetNode: K.OffsetNode
  OnNode: K.OnNode
  OperatorNode: K.OperatorNode
  OrderByItemNode: K.OrderByItemNode
  OrderByNode: K.OrderByNode
  OrNode: K.OrNode
  OverNode: K.OverNode
  ParensNode: K.ParensNode
  PartitionByItemNode: K.PartitionByItemNode
  PartitionByNode: K.PartitionByNode
  PrimitiveValueListNode: K.PrimitiveValueListNode
  RawNode: K.RawNode
  ReferenceNode: K.ReferenceNode
  SchemableIdentifierNode: K.SchemableIdentifierNode
  SelectAllNode: K.SelectAllNode
  SelectionNode: K.SelectionNode
  SelectModifierNode: K.SelectModifierNode
  SelectQueryNode: K.SelectQueryNode
  SetOperationNode: K.SetOperationNode
  TableNode: K.TableNode
  TupleNode: K.TupleNode
  UnaryOperationNode: K.UnaryOperationNode
  ValueListNode: K.ValueListNode
  ValueNode: K.ValueNode
  ValuesNode: K.ValuesNode
  WhenNode: K.WhenNode
  WhereNode: K.WhereNode
  WithNode: K.WithNode
}

type UnsupportedKind = Exclude<K.OperationNodeKind, keyof Nodes>

/**
 * Everything else Kysely can build; a kind that a new Kysely adds is a compile error here or above. Kinds of 0.29 that
 * 0.28 does not have are here too.
 */
const UNSUPPORTED: Record<UnsupportedKind, true> & Readonly<Record<string, true>> = {
  AddValueNode: true,
  AlterTypeNode: true,
  RenameValueNode: true,
  AddColumnNode: true,
  AddConstraintNode: true,
  AddIndexNode: true,
  AlterColumnNode: true,
  AlterTableNode: true,
  CheckConstraintNode: true,
  ColumnDefinitionNode: true,
  ColumnUpdateNode: true,
  CreateIndexNode: true,
  CreateSchemaNode: true,
  CreateTableNode: true,
  CreateTypeNode: true,
  CreateViewNode: true,
  DefaultInsertValueNode: true,
  DefaultValueNode: true,
  DeleteQueryNode: true,
  DropColumnNode: true,
  DropConstraintNode: true,
  DropIndexNode: true,
  DropSchemaNode: true,
  DropTableNode: true,
  DropTypeNode: true,
  DropViewNode: true,
  ExplainNode: true,
  ForeignKeyConstraintNode: true,
  GeneratedNode: true,
  InsertQueryNode: true,
  JSONPathLegNode: true,
  JSONPathNode: true,
  MatchedNode: true,
  MergeQueryNode: true,
  ModifyColumnNode: true,
  OnConflictNode: true,
  OnDuplicateKeyNode: true,
  OrActionNode: true,
  OutputNode: true,
  PrimaryKeyConstraintNode: true,
  ReferencesNode: true,
  RefreshMaterializedViewNode: true,
  RenameColumnNode: true,
  RenameConstraintNode: true,
  ReturningNode: true,
  TopNode: true,
  UniqueConstraintNode: true,
  UpdateQueryNode: true,
  UsingNode: true,
}

export const isSupported = (kind: K.OperationNodeKind): kind is keyof Nodes => !(kind in UNSUPPORTED)
