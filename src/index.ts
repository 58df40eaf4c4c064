/**
 * The declaration API: what view modules and `fusion.config.ts` import.
 *
 * It exports every type that its functions mention, because a project that emits declarations (`declaration: true`)
 * must be able to name the inferred types of its exports.
 *
 * @packageDocumentation
 */
export { aggregate } from './declare/aggregate.js'
export type { CallSite } from './declare/call-site.js'
export {
  certification,
  type CertificationDeclaration,
  type CertificationSettings,
  type VouchedOrderDeclaration,
  type VouchedOrderSettings,
} from './declare/certification.js'
export { type Column, type ColumnRow, type Columns, column } from './declare/column.js'
export { guarded } from './declare/guarded.js'
export { layer, type Query, type RowBuilder, view } from './declare/layer.js'
export {
  defineProject,
  type DemoSettings,
  type DemoTable,
  type ProjectDeclaration,
  type ProjectSettings,
} from './declare/project.js'
export { published } from './declare/published.js'
export type {
  AggregateDeclaration,
  BuilderCall,
  ChangePath,
  ColumnDeclaration,
  DatabaseOf,
  Declaration,
  Guard,
  Inputs,
  QueryDeclaration,
  ReferenceDeclaration,
  Relation,
  RowOf,
  SourceColumnDeclaration,
  SourceDeclaration,
  StepDeclaration,
  StoredDeclaration,
} from './declare/relation.js'
export {
  bigint,
  boolean,
  date,
  double,
  integer,
  type Json,
  jsonb,
  nullable,
  numeric,
  source,
  type SourceColumn,
  type SourceColumns,
  type SourceRow,
  sqlType,
  text,
  timestamptz,
} from './declare/source.js'
export { stored, type StoredSettings } from './declare/stored.js'
export { collated, collation, type CollationSettings } from './declare/types/collation.js'
export type { ColumnKind, ValueOf } from './declare/types/column-kind.js'
export {
  arrayOf,
  type Composite,
  compositeType,
  type DomainSettings,
  domainType,
  enumType,
  rangeType,
} from './declare/types/created-types.js'
export { extensionType, type Opaque, opaqueType } from './declare/types/extension-types.js'
export type { TypeDeclaration } from './declare/types/type-declaration.js'
export { countRows, countWhere, maxWhere, meanWhere, minWhere, ratio } from './declare/idioms/aggregates.js'
export type { Condition, Operand } from './declare/idioms/expression.js'
export { field } from './declare/idioms/field.js'
export { isJsonObject, jsonFlag, jsonInteger, jsonMember, jsonText } from './declare/idioms/json.js'
export {
  allOf,
  anyOf,
  firstOf,
  firstOfOrNull,
  isKnown,
  isNotTrue,
  isTrue,
  not,
  onlyWhen,
} from './declare/idioms/logic.js'
export { bucket, firstKnown, orElse, raisedTo } from './declare/idioms/scales.js'
export {
  type FunctionArgs,
  type FunctionDeclaration,
  type FunctionOperands,
  type FunctionSettings,
  type SqlFunction,
  sqlFunction,
} from './declare/sql-function.js'
export type { Volatility } from './model/sql-function.js'
export type { DriftPolicy } from './model/certification.js'
export type { ReaderSettings } from './model/compiled-project.js'
export type { TypeDefinition, TypeKind } from './model/upstream-type.js'
