/**
 * The declaration API: what view modules and `fusion.config.ts` import.
 *
 * @packageDocumentation
 */
export { aggregate } from './declare/aggregate.js'
export { certification, type CertificationSettings } from './declare/certification.js'
export { type Column, type Columns, column } from './declare/column.js'
export { guarded } from './declare/guarded.js'
export { layer, type Query, type RowBuilder, view } from './declare/layer.js'
export { defineProject, type DemoTable, type ProjectSettings } from './declare/project.js'
export { published } from './declare/published.js'
export type { Relation, RowOf } from './declare/relation.js'
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
  sqlType,
  text,
  timestamptz,
} from './declare/source.js'
export { arrayOf } from './declare/types/array-of.js'
export { collated, collation, type CollationSettings } from './declare/types/collation.js'
export type { ColumnKind } from './declare/types/column-kind.js'
export { type Composite, compositeType } from './declare/types/composite-type.js'
export { type DomainSettings, domainType } from './declare/types/domain-type.js'
export { enumType } from './declare/types/enum-type.js'
export { extensionType } from './declare/types/extension-type.js'
export { type Opaque, opaqueType } from './declare/types/opaque-type.js'
export { rangeType } from './declare/types/range-type.js'
export type { TypeDeclaration } from './declare/types/type-declaration.js'
export { countRows, countWhere, maxWhere, meanWhere, minWhere, ratio } from './declare/idioms/aggregates.js'
export type { Gate, Operand } from './declare/idioms/expression.js'
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
