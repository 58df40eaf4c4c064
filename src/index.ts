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
export { countRows, countWhere, maxWhere, meanWhere, minWhere, ratio } from './declare/idioms/aggregates.js'
export type { Gate, Operand } from './declare/idioms/expression.js'
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
