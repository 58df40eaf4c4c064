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
  type ServedSettings,
  type VouchedOrderDeclaration,
  type VouchedOrderSettings,
} from './declare/certification.js'
export { type Column, type ColumnRow, type Columns, column } from './declare/column.js'
export { featureList, type FeatureListDeclaration, type FeatureListSettings } from './declare/feature-list.js'
export { guarded } from './declare/guarded.js'
export { layer, type Query, view } from './declare/layer.js'
export type { RowBuilder } from './declare/row-builder.js'
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
  PointInTimeDeclaration,
  QueryDeclaration,
  ReferenceDeclaration,
  Relation,
  RowOf,
  SettingFault,
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
  type SourceSettings,
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
export { asOf, type AsOfSettings } from './declare/point-in-time/as-of.js'
export { dayOf, endOfDay } from './declare/point-in-time/day-of.js'
export type { Duration } from './declare/point-in-time/duration.js'
export type { CountBound, DistanceBound, FrameSettings } from './declare/point-in-time/frame.js'
export { knownBy } from './declare/point-in-time/known-by.js'
export { label, type LabelSettings } from './declare/point-in-time/label.js'
export type { IsLabel, Label, LabelsOf, WithoutLabels } from './declare/point-in-time/label-type.js'
export { type FrameOrder, overFrame, type OverFrameSettings } from './declare/point-in-time/over-frame.js'
export { modeOf, percentile, percentileOf, sortedValues } from './declare/point-in-time/percentile.js'
export type {
  ColumnLike,
  DefineColumns,
  FactBuilder,
  FactsOf,
  KeyOf,
  KnownFactsOf,
  TimeColumn,
} from './declare/point-in-time/settings.js'
export { timeWindow, type TimeWindowSettings } from './declare/point-in-time/time-window.js'
export {
  type FunctionArgs,
  type FunctionDeclaration,
  type FunctionOperands,
  type FunctionSettings,
  type SqlFunction,
  sqlFunction,
} from './declare/sql-function.js'
export type { Volatility } from './model/sql-function.js'
export type { DriftPolicy, PointInTimePolicy } from './model/certification.js'
export type { ReaderSettings } from './model/compiled-project.js'
export type { TypeDefinition, TypeKind } from './model/upstream-type.js'
