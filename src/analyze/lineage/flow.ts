import type { ColumnRef, LineageRole } from '../../model/analyzed-project.js'

/** How columns of relations flow into a value or a set of rows. There is one object for each column. */
export type Flow = ReadonlyMap<ColumnRef, Role>

/** A flow that is being collected. */
export type OpenFlow = Map<ColumnRef, Role>

/** A set of two bits: the value flows in, or decides which value or row appears. */
export type Role = typeof VALUE | typeof CONDITION | typeof BOTH
export const VALUE = 1
export const CONDITION = 2
export const BOTH = 3

const both = (a: Role, b: Role): Role => (a === b ? a : BOTH)

/** Adds a column in a role. */
export const addColumn = (into: OpenFlow, column: ColumnRef, as: Role): void => {
  const known = into.get(column)
  into.set(column, known === undefined ? as : both(known, as))
}

/** Adds what flows into an expression that itself has a role: what decides a condition is a condition. */
export const addFlow = (into: OpenFlow, flow: Flow, as: Role): void => {
  for (const [column, role] of flow) addColumn(into, column, within(as, role))
}

/** The role of a part in the whole, given the role of the whole. */
export const within = (whole: Role, part: Role): Role =>
  whole === VALUE ? part : part === CONDITION ? CONDITION : whole

export const roleNames: Readonly<Record<Role, LineageRole>> = {
  [VALUE]: 'value',
  [CONDITION]: 'condition',
  [BOTH]: 'both',
}
