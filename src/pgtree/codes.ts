/** Numbers of Postgres enumerations, as used in node trees. */

/** CmdType: SELECT. */
export const commandSelect = 1

/** RTEKind. */
export const rangeTableKind = {
  relation: 0,
  subquery: 1,
  join: 2,
  function: 3,
  tableFunction: 4,
  values: 5,
  cte: 6,
  group: 9,
} as const

/** JoinType. */
export const joinType = { inner: 0, left: 1, full: 2, right: 3 } as const

/** SetOperation. */
export const setOperation = { union: 1, intersect: 2, except: 3 } as const

/** LimitOption: WITH TIES. */
export const limitWithTies = 1

/** GroupingSetKind. */
export const groupingSet = { empty: 0, simple: 1, rollup: 2, cube: 3, sets: 4 } as const

/** SubLinkType. */
export const subLink = { exists: 0, all: 1, any: 2, rowCompare: 3, expr: 4, multiExpr: 5, array: 6 } as const

/** ParamKind. */
export const parameter = { external: 0, executor: 1, subLink: 2 } as const

/** NullTestType. */
export const nullTest = { isNull: 0, isNotNull: 1 } as const

/** BoolTestType. */
export const booleanTest = {
  isTrue: 0,
  isNotTrue: 1,
  isFalse: 2,
  isNotFalse: 3,
  isUnknown: 4,
  isNotUnknown: 5,
} as const

/** The only SQL value function that can be NULL: with an empty search path there is no current schema. */
export const currentSchema = 14

/** JsonConstructorType. */
export const jsonConstructor = {
  object: 1,
  array: 2,
  objectAggregate: 3,
  arrayAggregate: 4,
  parse: 5,
  scalar: 6,
  serialize: 7,
} as const

/** Bits of a window's frame options. */
export const frame = {
  range: 0x2,
  rows: 0x4,
  groups: 0x8,
  startUnboundedPreceding: 0x20,
  endUnboundedFollowing: 0x100,
  startCurrentRow: 0x200,
  endCurrentRow: 0x400,
  startOffsetPreceding: 0x800,
  endOffsetPreceding: 0x1000,
  endOffsetFollowing: 0x4000,
  excludeCurrentRow: 0x8000,
  excludeGroup: 0x10000,
} as const
